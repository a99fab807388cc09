import { formatIpv4, formatIpv6 } from "../dissect/address.js";
import { dissectFrom } from "../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../dissect/dissection.js";
import { ipv4 } from "../dissect/ipv4.js";
import { ipv6 } from "../dissect/ipv6.js";
import { PROTOCOL } from "../dissect/protocols.js";
import { tcp } from "../dissect/tcp.js";
import type { IcmpError, Quoted } from "./digest.js";

const MAX_ERRORS = 2048;

export interface IcmpErrorPacket {
  family: 4 | 6;
  type: number;
  code: number;
  mtu: number | null;
  source: string;
  destination: string;
  ttl: number;
  bytes: Uint8Array;
  quoteStart: number;
  quoteEnd: number;
  frame: number;
  time: number;
}

/** ICMP errors with what they quote. Headers quoted are not packets of a flow, so they are read apart. */
export class IcmpErrorTable {
  private readonly d: Dissection;
  private readonly errors: IcmpError[] = [];
  private readonly byKey = new Map<string, IcmpError>();
  full = false;

  constructor(decode: DecodeOptions) {
    this.d = new Dissection(decode);
  }

  add(p: IcmpErrorPacket): void {
    const d = this.d;
    d.reset(p.bytes);
    dissectFrom(d, p.family === 4 ? PROTOCOL.ipv4 : PROTOCOL.ipv6, p.quoteStart, p.quoteEnd, p.quoteEnd);
    const quoted = d.outerIp < 0 ? null : quotedAt(d, d.outerIp);
    const inner = d.ip > d.outerIp ? quotedAt(d, d.ip) : null;
    const flow = inner ?? quoted;
    const key = [
      p.type,
      p.code,
      p.mtu,
      p.source,
      p.destination,
      tuple(flow),
      flow?.sequence ?? "",
      flow?.identification ?? "",
    ].join(" ");
    const known = this.byKey.get(key);
    if (known !== undefined) {
      known.count++;
      known.last = { frame: p.frame, time: p.time };
      return;
    }
    if (this.errors.length >= MAX_ERRORS) {
      this.full = true;
      return;
    }
    const error: IcmpError = {
      frame: p.frame,
      time: p.time,
      family: p.family,
      type: p.type,
      code: p.code,
      source: p.source,
      destination: p.destination,
      ttl: p.ttl,
      mtu: p.mtu,
      quoted,
      inner: inner === null ? null : { ...inner, overhead: d.start[d.ip] - d.start[d.outerIp] },
      count: 1,
      last: { frame: p.frame, time: p.time },
    };
    this.errors.push(error);
    this.byKey.set(key, error);
  }

  finish(): IcmpError[] {
    return this.errors;
  }
}

function tuple(q: Quoted | null): string {
  if (q === null) return "";
  return `${q.protocol} ${q.source.address} ${q.source.port} ${q.destination.address} ${q.destination.port}`;
}

function quotedAt(d: Dissection, layer: number): Quoted {
  const b = d.bytes;
  const at = d.start[layer];
  const v4 = d.protocol[layer] === PROTOCOL.ipv4;
  const protocol = v4 ? ipv4.protocol(b, at) : ipv6.nextHeader(b, at);
  // A quote may hold as little as 8 bytes beyond the header (RFC 792): ports and a sequence number, no more.
  const payload = at + (v4 ? (b[at] & 0x0f) * 4 : 40);
  const ports = (protocol === 6 || protocol === 17) && payload + 4 <= d.end[layer];
  return {
    protocol,
    source: {
      address: v4 ? formatIpv4(b, at + 12) : formatIpv6(b, at + 8),
      port: ports ? tcp.sourcePort(b, payload) : 0,
    },
    destination: {
      address: v4 ? formatIpv4(b, at + 16) : formatIpv6(b, at + 24),
      port: ports ? tcp.destinationPort(b, payload) : 0,
    },
    sequence: protocol === 6 && payload + 8 <= d.end[layer] ? tcp.sequence(b, payload) : null,
    size: v4 ? ipv4.totalLength(b, at) : ipv6.payloadLength(b, at) + 40,
    identification: v4 ? ipv4.identification(b, at) : null,
  };
}
