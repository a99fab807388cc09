/** More layers than any sane stack has; deeper nesting is damage, not work. */
export const MAX_LAYERS = 48;

/** How UDP and TCP ports, and the like, are mapped to encapsulations. */
export interface DecodeOptions {
  /** UDP destination or source port -> PROTOCOL value. */
  udpPorts: ReadonlyMap<number, number>;
  /** TCP destination port -> PROTOCOL value, for encapsulations that pretend to be TCP (STT). */
  tcpPorts?: ReadonlyMap<number, number>;
}

/**
 * The layers of one frame, outermost first: offsets into the frame's buffer, no copies.
 *
 * One object is reused for every frame. Layer `i` has its header at `start[i]`, its payload at `payload[i]`, and ends,
 * as captured, at `end[i]` (trimmed by its own length field, so that Ethernet padding is not part of an IP packet).
 * `wireEnd[i]` is where it ended on the wire; it lies beyond `end[i]` where a snaplen cut the frame.
 */
export class Dissection {
  bytes: Uint8Array = new Uint8Array(0);
  depth = 0;
  readonly protocol = new Uint8Array(MAX_LAYERS);
  readonly start = new Int32Array(MAX_LAYERS);
  readonly payload = new Int32Array(MAX_LAYERS);
  readonly end = new Int32Array(MAX_LAYERS);
  readonly wireEnd = new Int32Array(MAX_LAYERS);
  /** What is wrong with the layer after the last one, or null. Layers before the damage are sound. */
  damage: string | null = null;
  /** Whether a snaplen, not the packet, ended the dissection. */
  cut = false;
  /** Layer index of the innermost IP header, -1 when none. */
  ip = -1;
  /** Layer index of the outermost IP header, -1 when none. */
  outerIp = -1;
  /** Layer index of the innermost TCP, UDP, ICMP or SCTP header above `ip`, -1 when none. */
  transport = -1;
  /** Whether the innermost IP packet is a fragment (first or later). */
  fragment = false;
  /** UDP port -> PROTOCOL value, 0 for none: the options' map, without hashing. */
  readonly udpLayer: Uint8Array;
  /** TCP port -> PROTOCOL value, 0 for none. */
  readonly tcpLayer: Uint8Array;

  constructor(options: DecodeOptions) {
    this.udpLayer = portTable(options.udpPorts);
    this.tcpLayer = portTable(options.tcpPorts);
  }

  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.depth = 0;
    this.damage = null;
    this.cut = false;
    this.ip = -1;
    this.outerIp = -1;
    this.transport = -1;
    this.fragment = false;
  }

  /** Adds a layer and returns its index. */
  push(protocol: number, start: number, payload: number, end: number, wireEnd: number): number {
    const i = this.depth++;
    this.protocol[i] = protocol;
    this.start[i] = start;
    this.payload[i] = payload;
    this.end[i] = end;
    this.wireEnd[i] = wireEnd;
    return i;
  }

  /**
   * Says that a layer's header does not fit. Where the wire had the bytes, the snaplen cut them; else the packet is damaged.
   * Always returns 0 ("nothing follows"), so that a dissector can `return d.short(...)`.
   */
  short(what: string, needed: number, at: number, wireEnd: number): 0 {
    if (at + needed <= wireEnd) this.cut = true;
    else this.damage = what;
    return 0;
  }

  /** Says that a header contradicts itself. Always returns 0. */
  broken(what: string): 0 {
    this.damage = what;
    return 0;
  }
}

function portTable(ports: ReadonlyMap<number, number> | undefined): Uint8Array {
  const table = new Uint8Array(65536);
  for (const [port, layer] of ports ?? []) table[port] = layer;
  return table;
}

/**
 * Dissects one layer whose header begins at `at`: pushes it and returns the protocol of its payload, or 0.
 * The payload is the last pushed layer's `payload`, `end` and `wireEnd`. Never throws, never reads at or past `end`.
 */
export type LayerDissector = (d: Dissection, at: number, end: number, wireEnd: number) => number;
