import type { Frame } from "../capture/frame.js";
import { formatIpv4, formatIpv6 } from "../dissect/address.js";
import { CHECKSUM, transportChecksum } from "../dissect/checksum.js";
import { dissect } from "../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../dissect/dissection.js";
import { encapsulationOf } from "../dissect/encapsulation.js";
import { ICMP_TYPE, icmp } from "../dissect/icmp.js";
import { ICMPV6_TYPE, icmpv6 } from "../dissect/icmpv6.js";
import { ipv4 } from "../dissect/ipv4.js";
import { ipv6 } from "../dissect/ipv6.js";
import { linkLayer, linkTypeName } from "../dissect/linktype.js";
import { PROTOCOL } from "../dissect/protocols.js";
import { TCP_FLAG, tcp } from "../dissect/tcp.js";
import { scanTcpOptions, TcpOptions } from "../dissect/tcp-options.js";
import { udp } from "../dissect/udp.js";
import { DatagramFlowState, type DatagramPacket } from "./datagram-flow.js";
import type { Digest, Endpoint } from "./digest.js";
import { FlowTable } from "./flow-key.js";
import { fragmentOf } from "./fragment-fields.js";
import { FragmentTable } from "./fragments.js";
import { hashBytes } from "./hash.js";
import { IcmpErrorTable } from "./icmp-errors.js";
import { TcpFlowState, type TcpPacket } from "./tcp-flow.js";

/** Leading payload bytes that identify a datagram: present even at a snaplen of 128 inside one tunnel. */
const HASHED = 16;
/** Checksums are verified on this many packets of a direction, on every SYN, and on what is sent again. */
const CHECKSUMS_SAMPLED = 24;
const MAX_FLOWS = 2_000_000;
/** What UDP carries that ends there: a conversation of its own. */
const OPAQUE: ReadonlySet<number> = new Set([
  PROTOCOL.natT,
  PROTOCOL.esp,
  PROTOCOL.wireguard,
  PROTOCOL.openvpn,
  PROTOCOL.dtls,
  PROTOCOL.quic,
]);

export interface VantageName {
  name: string;
  source: string;
  interface: string | null;
  linkType: number;
  snaplen: number | null;
}

/** Reduces the frames of one vantage point to its digest. Memory grows with flows and anomalies, not with frames. */
export class Vantage {
  private readonly d: Dissection;
  private readonly tcpFlows = new FlowTable<TcpFlowState>();
  private readonly datagramFlows = new FlowTable<DatagramFlowState>();
  private readonly errors: IcmpErrorTable;
  private readonly fragmentTable = new FragmentTable();
  private readonly options = new TcpOptions();
  private readonly unreadable = new Map<number, number>();
  private readonly coarsened = new Set<string>();
  private epoch: number | null = null;
  private frames = 0;
  private packets = 0;
  private start: number | null = null;
  private end: number | null = null;
  private previous = 0;
  private gap: { from: number; to: number } | null = null;
  private cut: { count: number; frame: number } | null = null;
  private frameNumber = 0;
  private time = 0;
  private readonly t: TcpPacket;
  private readonly g: DatagramPacket;
  readonly about: VantageName;

  constructor(about: VantageName, decode: DecodeOptions) {
    this.about = about;
    this.d = new Dissection(decode);
    this.errors = new IcmpErrorTable(decode);
    this.t = {
      frame: 0,
      time: 0,
      sequence: 0,
      acknowledgment: 0,
      flags: 0,
      window: 0,
      payload: 0,
      size: 0,
      ttl: 0,
      identification: -1,
      dontFragment: false,
      outerFragment: false,
      options: this.options,
      optionsWhole: true,
      checksum: null,
      bytes: new Uint8Array(0),
      payloadStart: 0,
      payloadEnd: 0,
    };
    this.g = {
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
  }

  add(frame: Frame): void {
    this.clock(frame);
    if (linkLayer(frame.linkType) === PROTOCOL.none) {
      this.unreadable.set(frame.linkType, (this.unreadable.get(frame.linkType) ?? 0) + 1);
      return;
    }
    const d = this.d;
    dissect(d, frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType);
    if (d.cut && d.transport < 0) {
      if (this.cut === null) this.cut = { count: 1, frame: frame.number };
      else this.cut.count++;
    }
    if (d.ip < 0) return;
    this.packets++;
    const outerFragment = d.outerIp !== d.ip && this.outerIsFragment();
    if (outerFragment || d.fragment) this.fragments(outerFragment);
    else if (d.outerIp === d.ip && d.protocol[d.depth - 1] === PROTOCOL.fragment) this.fragments(false);
    if (d.transport < 0) return;
    const protocol = d.protocol[d.transport];
    if (protocol === PROTOCOL.tcp) this.tcp(outerFragment);
    else if (protocol === PROTOCOL.udp) this.udp(outerFragment);
    else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) this.icmp(protocol, outerFragment);
  }

  private clock(frame: Frame): void {
    this.epoch ??= frame.seconds;
    const time = (frame.seconds - this.epoch) * 1e9 + frame.nanos;
    this.frames++;
    if (this.start === null || time < this.start) this.start = time;
    if (this.end === null || time > this.end) this.end = time;
    if (this.frames > 1 && time - this.previous > (this.gap === null ? 0 : this.gap.to - this.gap.from)) {
      this.gap = { from: this.previous, to: time };
    }
    this.previous = time;
    this.time = time;
    this.frameNumber = frame.number;
  }

  private outerIsFragment(): boolean {
    const d = this.d;
    const at = d.start[d.outerIp];
    if (d.protocol[d.outerIp] === PROTOCOL.ipv4) return ipv4.moreFragments(d.bytes, at);
    return d.protocol[d.outerIp + 1] === PROTOCOL.ipv6Fragment;
  }

  private fragments(outer: boolean): void {
    const f = fragmentOf(this.d, outer, this.frameNumber, this.time);
    if (f !== null) this.fragmentTable.add(f);
  }

  /** IP bytes of the innermost packet on the wire. */
  private ipSize(): number {
    const d = this.d;
    const at = d.start[d.ip];
    if (d.protocol[d.ip] === PROTOCOL.ipv4) {
      const total = ipv4.totalLength(d.bytes, at);
      return total === 0 ? d.wireEnd[d.ip] - at : total;
    }
    const payload = ipv6.payloadLength(d.bytes, at);
    return payload === 0 ? d.wireEnd[d.ip] - at : payload + 40;
  }

  private ttl(): number {
    const d = this.d;
    const at = d.start[d.ip];
    return d.protocol[d.ip] === PROTOCOL.ipv4 ? ipv4.ttl(d.bytes, at) : ipv6.hopLimit(d.bytes, at);
  }

  /** IPv4 identification; -1 where there is none worth trusting (IPv6, or 0). */
  private identification(): number {
    const d = this.d;
    if (d.protocol[d.ip] !== PROTOCOL.ipv4) return -1;
    return ipv4.identification(d.bytes, d.start[d.ip]) || -1;
  }

  private dontFragment(): boolean {
    const d = this.d;
    return d.protocol[d.ip] !== PROTOCOL.ipv4 || ipv4.dontFragment(d.bytes, d.start[d.ip]);
  }

  private addressesAt(): number {
    const d = this.d;
    return d.start[d.ip] + (d.protocol[d.ip] === PROTOCOL.ipv4 ? 12 : 8);
  }

  private addressLength(): number {
    return this.d.protocol[this.d.ip] === PROTOCOL.ipv4 ? 4 : 16;
  }

  private endpoints(portA: number, portB: number): [Endpoint, Endpoint] {
    const at = this.addressesAt();
    const b = this.d.bytes;
    if (this.addressLength() === 4) {
      return [
        { address: formatIpv4(b, at), port: portA },
        { address: formatIpv4(b, at + 4), port: portB },
      ];
    }
    return [
      { address: formatIpv6(b, at), port: portA },
      { address: formatIpv6(b, at + 16), port: portB },
    ];
  }

  private tcp(outerFragment: boolean): void {
    const d = this.d;
    const b = d.bytes;
    const at = d.start[d.transport];
    const t = this.t;
    t.frame = this.frameNumber;
    t.time = this.time;
    t.sequence = tcp.sequence(b, at);
    t.acknowledgment = tcp.acknowledgment(b, at);
    t.flags = tcp.flags(b, at);
    t.window = tcp.window(b, at);
    t.size = this.ipSize();
    const headerLength = tcp.headerLength(b, at);
    t.payload = Math.max(0, d.start[d.ip] + t.size - at - headerLength);
    t.ttl = this.ttl();
    t.identification = this.identification();
    t.dontFragment = this.dontFragment();
    t.outerFragment = outerFragment;
    scanTcpOptions(this.options, b, at, d.end[d.transport]);
    if (!this.options.timestamps) this.options.timestampValue = 0;
    t.optionsWhole = !this.options.incomplete;
    t.bytes = b;
    t.payloadStart = at + headerLength;
    t.payloadEnd = Math.min(d.end[d.transport], t.payloadStart + t.payload);

    const addresses = this.addressesAt();
    const length = this.addressLength();
    const source = tcp.sourcePort(b, at);
    const destination = tcp.destinationPort(b, at);
    let entry = this.tcpFlows.find(b, addresses, length, source, destination, 6);
    let from = this.tcpFlows.from;
    if (entry === null || entry.value.isNewConnection(from, t)) {
      if (this.tcpFlows.all.length >= MAX_FLOWS) {
        this.coarsened.add("flows");
        return;
      }
      const state = new TcpFlowState(this.endpoints(source, destination));
      entry = this.tcpFlows.insert(b, addresses, length, source, destination, 6, state);
      from = 0;
    }
    const flow = entry.value;
    const own = flow.side[from];
    const sampled =
      own.checksums.verified < CHECKSUMS_SAMPLED || (t.flags & TCP_FLAG.syn) !== 0 || own.lastRepeat.isSet;
    t.checksum = sampled ? checksumWord(transportChecksum(d)) : null;
    flow.encapsulations.add(encapsulationOf(d));
    flow.add(from, t);
  }

  private udp(outerFragment: boolean): void {
    const d = this.d;
    const b = d.bytes;
    const at = d.start[d.transport];
    const payload = d.payload[d.transport];
    // A tunnel's own datagrams are no conversation: what they carry was dissected further.
    if (d.depth - 1 > d.transport && !OPAQUE.has(d.protocol[d.depth - 1])) return;
    this.datagram(
      "udp",
      17,
      udp.sourcePort(b, at),
      udp.destinationPort(b, at),
      payload,
      Math.max(0, udp.length(b, at) - 8),
      outerFragment,
      checksumWord(transportChecksum(d)),
    );
  }

  private icmp(protocol: number, outerFragment: boolean): void {
    const d = this.d;
    const b = d.bytes;
    const at = d.start[d.transport];
    const v6 = protocol === PROTOCOL.icmpv6;
    const type = v6 ? icmpv6.type(b, at) : icmp.type(b, at);
    const request = type === (v6 ? ICMPV6_TYPE.echo : ICMP_TYPE.echo);
    const reply = type === (v6 ? ICMPV6_TYPE.echoReply : ICMP_TYPE.echoReply);
    if (request || reply) {
      const id = icmp.identifier(b, at);
      // Port 0 marks the side that answers, so that the one that asks is found to be the client.
      const payload = d.start[d.ip] + this.ipSize() - at - 8;
      this.datagram(
        v6 ? "icmpv6" : "icmp",
        1,
        request ? id : 0,
        request ? 0 : id,
        at + 6,
        payload + 2,
        outerFragment,
        null,
      );
      return;
    }
    const family = v6 ? 6 : 4;
    const quotes = v6 ? icmpv6.quotes(b, at) : icmp.quotes(b, at);
    if (!quotes) return;
    const [source, destination] = this.endpoints(0, 0);
    this.errors.add({
      family,
      type,
      code: v6 ? icmpv6.code(b, at) : icmp.code(b, at),
      mtu: mtuOf(v6, b, at),
      source: source.address,
      destination: destination.address,
      ttl: this.ttl(),
      bytes: b,
      quoteStart: at + 8,
      quoteEnd: d.end[d.transport],
      frame: this.frameNumber,
      time: this.time,
    });
  }

  private datagram(
    protocol: string,
    tag: number,
    source: number,
    destination: number,
    payloadAt: number,
    payload: number,
    outerFragment: boolean,
    checksum: DatagramPacket["checksum"],
  ): void {
    const d = this.d;
    const b = d.bytes;
    const g = this.g;
    g.frame = this.frameNumber;
    g.time = this.time;
    g.size = d.fragment ? payload + (payloadAt - d.start[d.ip]) : this.ipSize();
    g.payload = payload;
    g.hash = hashBytes(b, payloadAt, Math.min(payloadAt + HASHED, d.end[d.transport]), payload);
    g.ttl = this.ttl();
    g.identification = this.identification();
    g.dontFragment = this.dontFragment();
    g.outerFragment = outerFragment;
    g.checksum = checksum;
    const addresses = this.addressesAt();
    const length = this.addressLength();
    let entry = this.datagramFlows.find(b, addresses, length, source, destination, tag);
    let from = this.datagramFlows.from;
    if (entry === null) {
      if (this.datagramFlows.all.length >= MAX_FLOWS) {
        this.coarsened.add("flows");
        return;
      }
      const state = new DatagramFlowState(protocol, this.endpoints(source, destination));
      entry = this.datagramFlows.insert(b, addresses, length, source, destination, tag, state);
      from = 0;
    }
    entry.value.encapsulations.add(encapsulationOf(d));
    // RFC 9000 section 17.2: a long header has the two top bits set, then a version.
    if (protocol === "udp" && (b[payloadAt] & 0xc0) === 0xc0 && payloadAt + 5 <= d.end[d.transport]) {
      const version = (b[payloadAt + 1] << 24) | (b[payloadAt + 2] << 16) | (b[payloadAt + 3] << 8) | b[payloadAt + 4];
      if (version === 1 || version === 0x6b3343cf) entry.value.quicVersion = version;
    }
    entry.value.add(from, g);
  }

  finish(damage: Digest["damage"], dropped: number | null): Digest {
    if (this.fragmentTable.full) this.coarsened.add("fragments");
    if (this.errors.full) this.coarsened.add("icmp-errors");
    return {
      schema: "hopscope.digest/1",
      name: this.about.name,
      source: this.about.source,
      interface: this.about.interface,
      linkType: this.about.linkType,
      linkTypeName: linkTypeName(this.about.linkType),
      epoch: this.epoch ?? 0,
      frames: this.frames,
      packets: this.packets,
      start: this.start,
      end: this.end,
      snaplen: this.about.snaplen,
      dropped,
      damage,
      headersCut: this.cut,
      longestGap: this.gap,
      unreadable: [...this.unreadable].map(([linkType, frames]) => ({ linkType, frames })),
      tcp: this.tcpFlows.all.map((f) => f.finish()),
      datagrams: this.datagramFlows.all.map((f) => f.finish()),
      icmpErrors: this.errors.finish(),
      fragments: this.fragmentTable.finish(),
      coarsened: [...this.coarsened].sort(),
    };
  }
}

function checksumWord(value: number): "right" | "wrong" | "partial" | null {
  if (value === CHECKSUM.good) return "right";
  if (value === CHECKSUM.bad) return "wrong";
  return value === CHECKSUM.partial ? "partial" : null;
}

function mtuOf(v6: boolean, b: Uint8Array, at: number): number | null {
  if (v6) return icmpv6.isPacketTooBig(b, at) ? icmpv6.mtu(b, at) : null;
  return icmp.isPacketTooBig(b, at) ? icmp.nextHopMtu(b, at) : null;
}
