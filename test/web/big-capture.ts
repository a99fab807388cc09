import { closeSync, openSync, writeSync } from "node:fs";

const SNAPLEN = 128;
const RECORD = 16 + SNAPLEN;
const FLOWS = 200;
const CLIENT_NODE = 0x0a000001;
const SERVER_NODE = 0x0a000002;
const SERVER = 0x0ac80001;
const OVERHEAD = 50;

/** Writes a pcap of about `size` bytes: TCP in VXLAN, headers only. Returns the number of frames. */
export function writeBigCapture(path: string, size: number): number {
  const file = openSync(path, "w");
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(SNAPLEN, 16);
  header.writeUInt32LE(1, 20);
  writeSync(file, header);
  const frames = Math.floor((size - header.length) / RECORD);
  const batch = Buffer.alloc(RECORD * 5000);
  const sent = new Uint32Array(FLOWS);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    record(batch, at, i, sent);
    at += RECORD;
    if (at === batch.length || i + 1 === frames) {
      writeSync(file, batch, 0, at);
      at = 0;
    }
  }
  closeSync(file);
  return frames;
}

/** Three full segments from the server, then an acknowledgment, of each flow in turn. */
function record(b: Buffer, start: number, i: number, sent: Uint32Array): void {
  const flow = Math.floor(i / 64) % FLOWS;
  const acks = i % 4 === 3;
  const inner = acks ? 52 : 1450;
  const microseconds = i * 3;
  b.fill(0, start, start + RECORD);
  b.writeUInt32LE(1_700_000_000 + Math.floor(microseconds / 1e6), start);
  b.writeUInt32LE(microseconds % 1e6, start + 4);
  b.writeUInt32LE(SNAPLEN, start + 8);
  b.writeUInt32LE(14 + inner + OVERHEAD, start + 12);
  const nodes = acks ? [CLIENT_NODE, SERVER_NODE] : [SERVER_NODE, CLIENT_NODE];
  let p = ipv4(b, ethernet(b, start + 16), inner + OVERHEAD, 17, nodes[0], nodes[1]);
  b.writeUInt16BE(40000 + flow, p);
  b.writeUInt16BE(4789, p + 2);
  b.writeUInt16BE(inner + 30, p + 4);
  b[p + 8] = 0x08;
  b[p + 14] = 7;
  const client = 0x0a640000 + flow;
  p = ipv4(b, ethernet(b, p + 16), inner, 6, acks ? client : SERVER, acks ? SERVER : client);
  b.writeUInt16BE(acks ? 30000 + flow : 443, p);
  b.writeUInt16BE(acks ? 443 : 30000 + flow, p + 2);
  b.writeUInt32BE(acks ? 1000 : sent[flow], p + 4);
  b.writeUInt32BE(acks ? sent[flow] : 1000, p + 8);
  if (!acks) sent[flow] += inner - 52;
  b[p + 12] = 0x80;
  b[p + 13] = 0x10;
  b.writeUInt16BE(500, p + 14);
  // No-operation twice, then timestamps.
  b.writeUInt32BE(0x0101080a, p + 20);
  b.writeUInt32BE(Math.floor(microseconds / 1000), p + 24);
}

function ethernet(b: Buffer, p: number): number {
  b.writeUInt16BE(0x0800, p + 12);
  return p + 14;
}

function ipv4(b: Buffer, p: number, length: number, protocol: number, from: number, to: number): number {
  b[p] = 0x45;
  b.writeUInt16BE(length, p + 2);
  b[p + 8] = 64;
  b[p + 9] = protocol;
  b.writeUInt32BE(from, p + 12);
  b.writeUInt32BE(to, p + 16);
  return p + 20;
}
