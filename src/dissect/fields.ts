import { dissect, dissectFrom } from "./dissect.js";
import { type DecodeOptions, Dissection } from "./dissection.js";
import type { Field, FrameFacts, LayerReader } from "./field.js";
import { FRAME_FIELDS } from "./fields-frame.js";
import { NETWORK_FIELDS } from "./fields-network.js";
import { TRANSPORT_FIELDS } from "./fields-transport.js";
import { TUNNEL_FIELDS } from "./fields-tunnel.js";
import { icmp } from "./icmp.js";
import { icmpv6 } from "./icmpv6.js";
import { PROTOCOL } from "./protocols.js";

const FIELDS = new Map<string, Field>(
  [...FRAME_FIELDS, ...NETWORK_FIELDS, ...TRANSPORT_FIELDS, ...TUNNEL_FIELDS].map((field) => [field.name, field]),
);

/** Every field that can be asked for, by its tshark name. */
export const FIELD_NAMES: readonly string[] = [...FIELDS.keys()];

/** A quoted packet may itself be an error that quotes; RFC 1122 section 3.2.2 forbids it, hostile captures do not care. */
const MAX_QUOTES = 4;

interface Column {
  index: number;
  read: LayerReader;
}

/** Reads fields of frames by their tshark names. One object serves a whole capture. */
export class FieldReader {
  /** What the last `read` found: for each name the values of all occurrences, outermost first. */
  readonly values: string[][];
  /** The dissection of the last frame read, without what ICMP errors quote. */
  readonly d: Dissection;
  private readonly quotes: Dissection[];
  private readonly ofFrame: { index: number; read: NonNullable<Field["frame"]> }[] = [];
  private readonly ofLayer: (Column[] | undefined)[] = [];

  /** Names must be of {@link FIELD_NAMES}; an unknown one has no values. */
  constructor(names: readonly string[], options: DecodeOptions) {
    this.d = new Dissection(options);
    this.quotes = Array.from({ length: MAX_QUOTES }, () => new Dissection(options));
    this.values = names.map(() => []);
    names.forEach((name, index) => {
      const field = FIELDS.get(name);
      if (field?.frame) this.ofFrame.push({ index, read: field.frame });
      for (const protocol of field?.protocols ?? []) {
        this.ofLayer[protocol] ??= [];
        if (field?.layer) this.ofLayer[protocol].push({ index, read: field.layer });
      }
    });
  }

  /** Dissects the frame and fills `values`; what an ICMP error quotes counts as more occurrences, as in tshark. */
  read(frame: FrameFacts): void {
    for (const list of this.values) list.length = 0;
    dissect(this.d, frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType);
    for (const { index, read } of this.ofFrame) read(this.values[index], frame, this.d);
    this.readLayers(this.d, 0);
  }

  private readLayers(d: Dissection, quotes: number): void {
    for (let i = 0; i < d.depth; i++) {
      const columns = this.ofLayer[d.protocol[i]];
      if (columns !== undefined) {
        for (const { index, read } of columns) read(this.values[index], d.bytes, d.start[i], d, i);
      }
    }
    const last = d.depth - 1;
    if (last < 0 || quotes === MAX_QUOTES) return;
    const at = d.start[last];
    const quoted =
      d.protocol[last] === PROTOCOL.icmp && icmp.quotes(d.bytes, at)
        ? PROTOCOL.ipv4
        : d.protocol[last] === PROTOCOL.icmpv6 && icmpv6.quotes(d.bytes, at)
          ? PROTOCOL.ipv6
          : PROTOCOL.none;
    if (quoted === PROTOCOL.none) return;
    const inner = this.quotes[quotes];
    inner.reset(d.bytes);
    dissectFrom(inner, quoted, d.payload[last], d.end[last], d.wireEnd[last]);
    this.readLayers(inner, quotes + 1);
  }
}
