import type { Frame } from "../capture/frame.js";
import { u16 } from "../dissect/bytes.js";
import { dissect, dissectFrom } from "../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../dissect/dissection.js";
import { ICMP_TYPE, icmp } from "../dissect/icmp.js";
import { ICMPV6_TYPE, icmpv6 } from "../dissect/icmpv6.js";
import { ipv4 } from "../dissect/ipv4.js";
import { ipv6 } from "../dissect/ipv6.js";
import { PROTOCOL } from "../dissect/protocols.js";
import { TCP_FLAG, tcp } from "../dissect/tcp.js";
import { FlowTable } from "../flow/flow-key.js";
import { fragmentOf } from "../flow/fragment-fields.js";
import { hashBytes } from "../flow/hash.js";
import type { ReportFlow } from "../report/contract.js";
import { parseIpv4, parseIpv6 } from "./parse-address.js";
import { hostOf } from "./wanted.js";

/** IANA protocol numbers; ICMP of both families is one, as echoes never meet. */
const NUMBER = { tcp: 6, udp: 17, icmp: 1 } as const;
const TAG: Readonly<Record<string, number>> = {
  tcp: NUMBER.tcp,
  udp: NUMBER.udp,
  quic: NUMBER.udp,
  icmp: NUMBER.icmp,
  icmpv6: NUMBER.icmp,
};

/** What a frame has to do with the flows of a report. */
export interface Sight {
  /** Index of the flow, -1 for none of them. */
  flow: number;
  hasIp: boolean;
  /** Opens or ends a TCP connection. */
  milestone: boolean;
  /** An ICMP error that quotes the flow. */
  isError: boolean;
  tcp: { side: 0 | 1; syn: boolean; sequence: number; acknowledgment: number | null; length: number } | null;
  /** Of a datagram: the same at every vantage point. */
  hash: number;
  /** Names the packets, the frame's own or the tunnel's around it, of which it holds a fragment. */
  fragmentsOf: string[];
}

/** Tells which flow of a report a frame belongs to, at each vantage point. */
export class FlowFinder {
  private readonly d: Dissection;
  private readonly quote: Dissection;
  private readonly tables = new Map<string, FlowTable<number>>();

  constructor(flows: readonly ReportFlow[], decode: DecodeOptions) {
    this.d = new Dissection(decode);
    this.quote = new Dissection(decode);
    flows.forEach((flow, i) => {
      for (const { at, client, server } of flow.endpoints) this.enter(at, client, server, TAG[flow.protocol] ?? 0, i);
    });
  }

  look(point: string, frame: Frame): Sight {
    const d = this.d;
    dissect(d, frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType);
    const sight: Sight = {
      flow: -1,
      hasIp: d.ip >= 0,
      milestone: false,
      isError: false,
      tcp: null,
      hash: 0,
      fragmentsOf: d.ip >= 0 ? this.fragments() : [],
    };
    if (d.transport < 0) return sight;
    const at = d.start[d.transport];
    switch (d.protocol[d.transport]) {
      case PROTOCOL.tcp:
        this.segment(sight, point, at);
        break;
      case PROTOCOL.udp:
        sight.flow = this.find(point, d, d.ip, NUMBER.udp, u16(d.bytes, at), u16(d.bytes, at + 2));
        sight.hash = hashBytes(d.bytes, at + 8, Math.min(at + 24, d.end[d.transport]), u16(d.bytes, at + 4));
        break;
      case PROTOCOL.icmp:
      case PROTOCOL.icmpv6:
        this.message(sight, point, at);
        break;
    }
    return sight;
  }

  private enter(point: string, client: string, server: string, tag: number, flow: number): void {
    const a = bytesOf(hostOf(client));
    const b = bytesOf(hostOf(server));
    if (a === null || b === null || a.length !== b.length) return;
    const table = this.tables.get(point) ?? new FlowTable<number>();
    this.tables.set(point, table);
    const both = Uint8Array.from([...a, ...b]);
    const ports = [client, server].map((end) => Number(end.slice(end.lastIndexOf(":") + 1)));
    // One pair of ports used again and again is one entry: its frames go to whichever flow came first.
    if (table.find(both, 0, a.length, ports[0], ports[1], tag) !== null) return;
    table.insert(both, 0, a.length, ports[0], ports[1], tag, flow);
  }

  /** The flow of the packet whose IP header is layer `ip` of `d`, -1 where it is none of the report's at this point. */
  private find(point: string, d: Dissection, ip: number, tag: number, from: number, to: number): number {
    const v4 = d.protocol[ip] === PROTOCOL.ipv4;
    const at = d.start[ip] + (v4 ? 12 : 8);
    return this.tables.get(point)?.find(d.bytes, at, v4 ? 4 : 16, from, to, tag) ?? -1;
  }

  private segment(sight: Sight, point: string, at: number): void {
    const d = this.d;
    const b = d.bytes;
    const ports = [tcp.sourcePort(b, at), tcp.destinationPort(b, at)];
    sight.flow = this.find(point, d, d.ip, NUMBER.tcp, ports[0], ports[1]);
    if (sight.flow < 0) return;
    const side = this.tables.get(point)?.from ?? 0;
    const flags = tcp.flags(b, at);
    const length = Math.max(0, d.wireEnd[d.transport] - at - tcp.headerLength(b, at));
    sight.milestone = (flags & (TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst)) !== 0;
    sight.tcp = {
      side,
      syn: (flags & TCP_FLAG.syn) !== 0,
      sequence: tcp.sequence(b, at),
      acknowledgment: (flags & TCP_FLAG.ack) !== 0 ? tcp.acknowledgment(b, at) : null,
      length,
    };
  }

  private message(sight: Sight, point: string, at: number): void {
    const d = this.d;
    const b = d.bytes;
    const v6 = d.protocol[d.transport] === PROTOCOL.icmpv6;
    const type = v6 ? icmpv6.type(b, at) : icmp.type(b, at);
    const [echo, reply] = v6 ? [ICMPV6_TYPE.echo, ICMPV6_TYPE.echoReply] : [ICMP_TYPE.echo, ICMP_TYPE.echoReply];
    if (type === echo || type === reply) {
      // As in a digest: port 0 is the side that answers.
      const id = icmp.identifier(b, at);
      sight.flow = this.find(point, d, d.ip, NUMBER.icmp, type === echo ? id : 0, type === echo ? 0 : id);
      sight.hash = hashBytes(b, at + 6, Math.min(at + 22, d.end[d.transport]), 0);
    } else if (v6 ? icmpv6.quotes(b, at) : icmp.quotes(b, at)) {
      sight.flow = this.quoted(point, v6, at + 8, d.end[d.transport]);
      sight.isError = sight.flow >= 0;
    }
  }

  /** The flow an ICMP error quotes, as any vantage point knew it: NAT may have changed its addresses on the way. */
  private quoted(point: string, v6: boolean, at: number, end: number): number {
    const q = this.quote;
    q.reset(this.d.bytes);
    dissectFrom(q, v6 ? PROTOCOL.ipv6 : PROTOCOL.ipv4, at, end, end);
    for (const ip of q.ip < 0 ? [] : [q.ip, q.outerIp]) {
      const b = q.bytes;
      const header = q.start[ip];
      const v4 = q.protocol[ip] === PROTOCOL.ipv4;
      const protocol = v4 ? ipv4.protocol(b, header) : ipv6.nextHeader(b, header);
      // Eight bytes of the transport header may be all there is (RFC 792): they begin with the ports.
      const ports = q.payload[ip];
      if ((protocol !== NUMBER.tcp && protocol !== NUMBER.udp) || ports + 4 > end) continue;
      for (const place of new Set([point, ...this.tables.keys()])) {
        const flow = this.find(place, q, ip, protocol, u16(b, ports), u16(b, ports + 2));
        if (flow >= 0) return flow;
      }
    }
    return -1;
  }

  private fragments(): string[] {
    const d = this.d;
    const out: string[] = [];
    for (const outer of d.outerIp === d.ip ? [false] : [true, false]) {
      const layer = outer ? d.outerIp : d.ip;
      const v4 = d.protocol[layer] === PROTOCOL.ipv4;
      const at = d.start[layer];
      const cut = v4
        ? ipv4.moreFragments(d.bytes, at) || ipv4.fragmentOffset(d.bytes, at) > 0
        : layer + 1 < d.depth && d.protocol[layer + 1] === PROTOCOL.ipv6Fragment;
      const f = cut ? fragmentOf(d, outer, 0, 0) : null;
      if (f !== null) out.push(`${f.source} ${f.destination} ${f.identification} ${f.protocol}`);
    }
    return out;
  }
}

function bytesOf(host: string): Uint8Array | null {
  return parseIpv4(host) ?? parseIpv6(host.replace(/^\[|\]$/g, ""));
}
