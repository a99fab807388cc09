import { concat } from "../capture/bytes.js";
import type { Sent } from "./talk.js";

/** Whole Ethernet frames of conversations, byte by byte. */

const CLIENT = { address: [10, 0, 0, 1], isn: 1_000_000 };
const SERVER = { address: [10, 0, 9, 9], isn: 4_000_000_000 };
/** Of a router on the way, and of the ends of a tunnel. */
const ROUTER = [10, 0, 4, 4];
const TUNNEL = [
  [192, 168, 0, 1],
  [192, 168, 0, 2],
];
const ETHERNET = 14;
const VXLAN_PORT = 4789;

export interface Ports {
  client: number;
  server: number;
  /** Begins with the same sequence numbers as every other such conversation. */
  alike?: boolean;
}

export function arp(): Uint8Array {
  const b = new Uint8Array(42);
  b.set([8, 6], 12);
  return b;
}

export function withTtl(bytes: Uint8Array, ttl: number): Uint8Array {
  const copy = bytes.slice();
  copy[14 + 8] = ttl;
  return copy;
}

export function segment(s: Sent, ports: Ports, identification: number): Uint8Array {
  // Every connection has initial sequence numbers of its own.
  const client = { ...CLIENT, isn: CLIENT.isn + (ports.alike ? 0 : 7919 * ports.client) };
  const server = { ...SERVER, isn: SERVER.isn + (ports.alike ? 0 : 6007 * ports.client) };
  const mine = s.from === "client" ? client : server;
  const theirs = s.from === "client" ? server : client;
  const [source, destination] = s.from === "client" ? [ports.client, ports.server] : [ports.server, ports.client];
  const options: number[] = [];
  if (s.mss !== undefined) options.push(2, 4, s.mss >> 8, s.mss & 255, 1, 3, 3, 7, 1, 1, 4, 2);
  if (s.sack !== undefined) {
    options.push(1, 1, 5, 2 + 8 * s.sack.length);
    for (const [from, to] of s.sack) options.push(...word(theirs.isn + from), ...word(theirs.isn + to));
  }
  if (s.timestamps !== undefined) options.push(1, 1, 8, 10, ...s.timestamps.flatMap(word));
  const payload = s.payload ?? new Uint8Array(s.length ?? 0).fill(0x61);
  const header = 20 + options.length;
  const total = 20 + header + payload.length;
  const b = new Uint8Array(14 + total);
  b.set([8, 0], 12);
  b.set([0x45, 0, total >> 8, total & 255, identification >> 8, identification & 255, 0x40, 0, 64, 6, 0, 0], 14);
  b.set(mine.address, 26);
  b.set(theirs.address, 30);
  const flags = [..."FSRPA"].reduce((f, letter, i) => (s.flags.includes(letter) ? f | (1 << i) : f), 0);
  const ack = s.ack === undefined ? 0 : theirs.isn + s.ack;
  const window = s.window ?? 500;
  b.set([source >> 8, source & 255, destination >> 8, destination & 255], 34);
  b.set([...word(mine.isn + (s.seq ?? 0)), ...word(ack), (header / 4) << 4, flags, window >> 8, window & 255], 38);
  b.set(options, 54);
  b.set(payload, 34 + header);
  const sum = s.checksum ?? checksum(b, mine.address, theirs.address);
  b.set([sum >> 8, sum & 255], 50);
  return b;
}

/** A UDP datagram of `size` IP bytes, whose payload tells it from others by its number. */
export function datagram(
  from: Sent["from"],
  size: number,
  number: number,
  ports: Ports,
  identification: number,
): Uint8Array {
  const [mine, theirs] = from === "client" ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const [source, destination] = from === "client" ? [ports.client, ports.server] : [ports.server, ports.client];
  const payload = new Uint8Array(size - 28).fill(0x61);
  payload.set([number >> 8, number & 255]);
  return ip(17, mine.address, theirs.address, udp(source, destination, payload), identification);
}

/** ICMP "destination unreachable" of a router to the sender of a frame, quoting its headers: code 4 tells an MTU. RFC 1191. */
export function unreachable(frame: Uint8Array, code: number, mtu: number, quoted: number): Uint8Array {
  const rest = Uint8Array.of(3, code, 0, 0, 0, 0, mtu >> 8, mtu & 255);
  const sender = [...frame.subarray(ETHERNET + 12, ETHERNET + 16)];
  return ip(1, ROUTER, sender, concat(rest, frame.subarray(ETHERNET, ETHERNET + quoted)), 1);
}

/** A frame inside VXLAN, RFC 7348: 50 bytes more of IP. */
export function inVxlan(frame: Uint8Array): Uint8Array {
  const vxlan = Uint8Array.of(8, 0, 0, 0, 0, 0, 42, 0);
  return ip(17, TUNNEL[0], TUNNEL[1], udp(49152, VXLAN_PORT, concat(vxlan, frame)), 1);
}

function ip(
  protocol: number,
  source: readonly number[],
  destination: readonly number[],
  payload: Uint8Array,
  identification: number,
): Uint8Array {
  const total = 20 + payload.length;
  const header = new Uint8Array(ETHERNET + 20);
  header.set([8, 0], 12);
  header.set([0x45, 0, total >> 8, total & 255, identification >> 8, identification & 255], 14);
  header.set([0x40, 0, 64, protocol, 0, 0, ...source, ...destination], 20);
  return concat(header, payload);
}

function udp(source: number, destination: number, payload: Uint8Array): Uint8Array {
  const length = 8 + payload.length;
  const header = [source >> 8, source & 255, destination >> 8, destination & 255, length >> 8, length & 255, 0, 0];
  return concat(Uint8Array.from(header), payload);
}

function word(n: number): number[] {
  const x = n >>> 0;
  return [x >>> 24, (x >>> 16) & 255, (x >>> 8) & 255, x & 255];
}

function checksum(b: Uint8Array, source: readonly number[], destination: readonly number[]): number {
  const length = b.length - 34;
  let sum = 6 + length;
  for (const a of [source, destination]) sum += (a[0] << 8) + a[1] + (a[2] << 8) + a[3];
  for (let i = 34; i < b.length; i += 2) sum += (b[i] << 8) + (b[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
