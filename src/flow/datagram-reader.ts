import { transportChecksum } from "../dissect/checksum.js";
import type { Dissection } from "../dissect/dissection.js";
import { encapsulationOf } from "../dissect/encapsulation.js";
import { icmp } from "../dissect/icmp.js";
import { PROTOCOL } from "../dissect/protocols.js";
import { udp } from "../dissect/udp.js";
import { checksumWord } from "./checksum-word.js";
import type { Coverage } from "./coverage.js";
import { DatagramFlowState, type DatagramPacket } from "./datagram-flow.js";
import { FlowTable } from "./flow-key.js";
import { hashBytes } from "./hash.js";
import {
  addressesAt,
  addressLength,
  dontFragment,
  endpointsOf,
  identificationOf,
  ipSize,
  ttlOf,
} from "./innermost-ip.js";

/** Leading payload bytes that identify a datagram: present even at a snaplen of 128 inside one tunnel. */
const HASHED = 16;
const UDP_HEADER = 8;
const ICMP_HEADER = 8;
const PROTOCOL_NUMBER = { icmp: 1, udp: 17 } as const;
/** What UDP carries that ends there: a conversation of its own. */
const OPAQUE: ReadonlySet<number> = new Set([
  PROTOCOL.natT,
  PROTOCOL.esp,
  PROTOCOL.wireguard,
  PROTOCOL.openvpn,
  PROTOCOL.dtls,
  PROTOCOL.quic,
]);
/** RFC 9000 and RFC 9369. */
const QUIC_VERSIONS: ReadonlySet<number> = new Set([1, 0x6b3343cf]);

interface Talk {
  protocol: "udp" | "icmp" | "icmpv6";
  source: number;
  destination: number;
  /** Offset of the bytes that identify it. */
  content: number;
  payload: number;
  /** What goes into the hash beside the content: the length, where every fragment's header tells that of the whole. */
  seed: number;
}

/** Hands the datagrams of one vantage point to their conversations: UDP with all that runs in it, and ICMP echo. */
export class DatagramReader {
  private readonly table = new FlowTable<DatagramFlowState>();
  private readonly maxFlows: number;
  private readonly packet: DatagramPacket = {
    frame: 0,
    time: 0,
    hash: 0,
    size: 0,
    payload: 0,
    ttl: 0,
    identification: -1,
    dontFragment: false,
    outerFragment: false,
    checksum: null,
  };
  full = false;

  constructor(maxFlows: number) {
    this.maxFlows = maxFlows;
  }

  get flows(): readonly DatagramFlowState[] {
    return this.table.all;
  }

  udp(d: Dissection, now: Coverage, outerFragment: boolean): void {
    // A tunnel's own datagrams are no conversation: what they carry was dissected further.
    if (d.depth - 1 > d.transport && !OPAQUE.has(d.protocol[d.depth - 1])) return;
    const b = d.bytes;
    const at = d.start[d.transport];
    const payload = Math.max(0, udp.length(b, at) - UDP_HEADER);
    this.packet.checksum = checksumWord(transportChecksum(d));
    this.packet.size = d.fragment ? payload + d.payload[d.transport] - d.start[d.ip] : ipSize(d);
    const flow = this.read(d, now, outerFragment, {
      protocol: "udp",
      source: udp.sourcePort(b, at),
      destination: udp.destinationPort(b, at),
      content: d.payload[d.transport],
      payload,
      seed: payload,
    });
    if (flow === null) return;
    const version = quicVersion(b, d.payload[d.transport], d.end[d.transport]);
    if (QUIC_VERSIONS.has(version)) flow.quicVersion = version;
  }

  /** `request`: an echo request, else a reply. */
  echo(d: Dissection, now: Coverage, outerFragment: boolean, request: boolean): void {
    const at = d.start[d.transport];
    const id = icmp.identifier(d.bytes, at);
    this.packet.checksum = null;
    this.packet.size = ipSize(d);
    const fourth = d.protocol[d.transport] === PROTOCOL.icmp;
    this.read(d, now, outerFragment, {
      protocol: fourth ? "icmp" : "icmpv6",
      // Port 0 marks the side that answers, so that the one that asks is found to be the client.
      source: request ? id : 0,
      destination: request ? 0 : id,
      // The sequence number, and what follows it.
      content: at + 6,
      payload: d.start[d.ip] + this.packet.size - at - ICMP_HEADER,
      seed: fourth ? wholeSum(d.bytes, at, id) : this.packet.size,
    });
  }

  private read(d: Dissection, now: Coverage, outerFragment: boolean, t: Talk): DatagramFlowState | null {
    const b = d.bytes;
    const p = this.packet;
    p.frame = now.frame;
    p.time = now.time;
    p.payload = t.payload;
    p.hash = hashBytes(b, t.content, Math.min(t.content + HASHED, d.end[d.transport]), t.seed);
    p.ttl = ttlOf(d);
    p.identification = identificationOf(d);
    p.dontFragment = dontFragment(d);
    p.outerFragment = outerFragment;
    const addresses = addressesAt(d);
    const length = addressLength(d);
    const tag = t.protocol === "udp" ? PROTOCOL_NUMBER.udp : PROTOCOL_NUMBER.icmp;
    let flow = this.table.find(b, addresses, length, t.source, t.destination, tag);
    if (flow === null) {
      if (this.table.all.length >= this.maxFlows) {
        this.full = true;
        return null;
      }
      flow = new DatagramFlowState(t.protocol, endpointsOf(d, t.source, t.destination));
      this.table.insert(b, addresses, length, t.source, t.destination, tag, flow);
    }
    flow.encapsulations.add(encapsulationOf(d));
    flow.add(this.table.from, p);
    return flow;
  }
}

/** RFC 9000 section 17.2: a long header has the two top bits set, then a version. 0 where there is none. */
function quicVersion(b: Uint8Array, at: number, end: number): number {
  if (at + 5 > end || (b[at] & 0xc0) !== 0xc0) return 0;
  return ((b[at + 1] << 24) | (b[at + 2] << 16) | (b[at + 3] << 8) | b[at + 4]) >>> 0;
}

/**
 * Pings of several sizes begin alike, and a first fragment does not tell how long the whole is. The checksum covers all of it; without the
 * identifier, which NAT may change (RFC 1624), it is the same everywhere. IPv6 is never cut on the way, so that its size tells as much.
 */
function wholeSum(b: Uint8Array, at: number, identifier: number): number {
  return (0xffff - icmp.checksum(b, at) + 0xffff - identifier) % 0xffff;
}
