import type { Frame } from "../../capture/frame.js";
import { CHECKSUM, transportChecksum } from "../../dissect/checksum.js";
import { dissect, dissectFrom } from "../../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../../dissect/dissection.js";
import { ICMP_TYPE, icmp } from "../../dissect/icmp.js";
import { ICMPV6_TYPE, icmpv6 } from "../../dissect/icmpv6.js";
import { ipv4 } from "../../dissect/ipv4.js";
import { ipv6 } from "../../dissect/ipv6.js";
import { PROTOCOL } from "../../dissect/protocols.js";
import { tcp } from "../../dissect/tcp.js";
import { copyOf } from "../copy.js";
import { AddressMap } from "./addresses.js";
import { mendChecksums } from "./checksums.js";
import { replaceConnectionIds, replaceStart } from "./datagrams.js";
import { rewriteHeaders } from "./headers.js";
import { replaceName } from "./names.js";
import { type Rewrite, replaceIpv4 } from "./rewrite.js";
import { replaceInText } from "./text.js";
import { TlsRecords } from "./tls-records.js";

const ICMP_HEADER = 8;
/** Ports, sequence number and flags of a transport header that was not captured whole. */
const TRANSPORT_START = 20;
/** What a UDP layer may carry that ends there: a header is kept, the rest is opaque. */
const OPAQUE: ReadonlySet<number> = new Set([
  PROTOCOL.udp,
  PROTOCOL.natT,
  PROTOCOL.esp,
  PROTOCOL.wireguard,
  PROTOCOL.openvpn,
  PROTOCOL.dtls,
  PROTOCOL.quic,
]);

/**
 * Rewrites frames so that addresses and names are replaced (the same by the same, at every vantage point), payload is cut off, and an
 * analysis says the same of them. Lengths on the wire, ports, sequence numbers, times and tunnels stay.
 */
export class Anonymizer {
  private readonly d: Dissection;
  private readonly quote: Dissection;
  private readonly map: AddressMap;
  private readonly records = new TlsRecords();
  private readonly names = new Map<string, string>();
  private readonly key: Uint8Array;

  /** `key` has 16 bytes; who knows it can tell which address became which. */
  constructor(key: Uint8Array, decode: DecodeOptions) {
    this.key = key;
    this.d = new Dissection(decode);
    this.quote = new Dissection(decode);
    this.map = new AddressMap(key);
  }

  /** The bytes to keep of a frame; `point` names its vantage point. */
  frame(frame: Frame, point: string): Uint8Array {
    const before = copyOf(frame);
    const w: Rewrite = { before, out: before.slice(), map: this.map, key: this.key, name: (name) => this.name(name) };
    dissect(this.d, before, 0, before.length, frame.wireLength, frame.linkType);
    return w.out.subarray(0, this.packet(w, this.d, point, false));
  }

  /** A text, with addresses and the names met so far replaced as in frames. */
  text(text: string): string {
    return replaceInText(text, this.map, this.names);
  }

  private name(name: string): string {
    let other = this.names.get(name);
    if (other === undefined) {
      other = replaceName(this.key, name);
      this.names.set(name, other);
    }
    return other;
  }

  /** Rewrites what `d` dissected; returns where it is to be cut. */
  private packet(w: Rewrite, d: Dissection, point: string, quoted: boolean): number {
    const layers = rewriteHeaders(w, d);
    let limit = layers === 0 ? (d.depth === 0 ? 0 : d.start[0]) : d.payload[layers - 1];
    if (layers === d.depth && layers > 0) limit = this.payload(w, d, point, quoted);
    // What shows that a checksum is wrong is the whole packet.
    if (!quoted && layers === d.depth && transportChecksum(d) === CHECKSUM.bad) {
      w.out.fill(0, limit);
      limit = w.out.length;
    }
    mendChecksums(w, d, layers, limit);
    return limit;
  }

  /** Keeps of the innermost layer's payload what an analysis reads; returns the end of it. */
  private payload(w: Rewrite, d: Dissection, point: string, quoted: boolean): number {
    const last = d.depth - 1;
    const at = d.payload[last];
    const end = d.end[last];
    switch (d.protocol[last]) {
      case PROTOCOL.tcp: {
        const sequence = tcp.sequence(w.before, d.start[last]) + (w.before[d.start[last] + 13] & 2 ? 1 : 0);
        if (quoted) return at;
        return this.records.blank(w, directionOf(w, d, point), sequence, at, end, d.wireEnd[last]);
      }
      case PROTOCOL.icmp:
      case PROTOCOL.icmpv6:
        return this.message(w, d, last, point, quoted);
      case PROTOCOL.ipv4:
      case PROTOCOL.ipv6:
        return isTransport(w.before, d, last) ? Math.min(end, at + TRANSPORT_START) : at;
      default:
        if (d.transport < 0 || d.protocol[d.transport] !== PROTOCOL.udp || !OPAQUE.has(d.protocol[last])) return at;
        replaceConnectionIds(w, d, last);
        return quoted ? at : replaceStart(w, d.payload[d.transport], at, end);
    }
  }

  /** ICMP and ICMPv6: echoes with the bytes that tell them apart, errors with the headers they quote. */
  private message(w: Rewrite, d: Dissection, layer: number, point: string, quoted: boolean): number {
    const at = d.start[layer];
    const v6 = d.protocol[layer] === PROTOCOL.icmpv6;
    const type = v6 ? icmpv6.type(w.before, at) : icmp.type(w.before, at);
    const [echo, reply] = v6 ? [ICMPV6_TYPE.echo, ICMPV6_TYPE.echoReply] : [ICMP_TYPE.echo, ICMP_TYPE.echoReply];
    const payload = at + ICMP_HEADER;
    // Digests compare echoes from the sequence number on.
    if (type === echo || type === reply) return quoted ? payload : replaceStart(w, at + 6, payload, d.end[layer]);
    if (!(v6 ? icmpv6.quotes(w.before, at) : icmp.quotes(w.before, at))) {
      w.out.fill(0, at + 4, payload);
      return payload;
    }
    if (!v6 && type === ICMP_TYPE.redirect) replaceIpv4(w, at + 4);
    if (quoted) return payload;
    this.quote.reset(w.before);
    dissectFrom(this.quote, v6 ? PROTOCOL.ipv6 : PROTOCOL.ipv4, payload, d.end[layer], d.end[layer]);
    return this.quote.depth === 0 ? payload : this.packet(w, this.quote, point, true);
  }
}

/** Names a direction of a flow at a vantage point by its addresses and ports. */
function directionOf(w: Rewrite, d: Dissection, point: string): string {
  const at = d.start[d.ip];
  const [from, to] = d.protocol[d.ip] === PROTOCOL.ipv4 ? [at + 12, at + 20] : [at + 8, at + 40];
  const ports = d.start[d.transport];
  return [point, ...w.before.subarray(from, to), ...w.before.subarray(ports, ports + 4)].join(" ");
}

/** Whether what follows an IP header, though too short to be a layer, begins with ports. */
function isTransport(b: Uint8Array, d: Dissection, layer: number): boolean {
  const v4 = d.protocol[layer] === PROTOCOL.ipv4;
  const protocol = v4 ? ipv4.protocol(b, d.start[layer]) : ipv6.nextHeader(b, d.start[layer]);
  return protocol === 6 || protocol === 17 || protocol === 132;
}
