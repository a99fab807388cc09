// Captures for the benchmark: always the same ones, checksums and sequence numbers valid, healthy but for a known handful of
// black holes.

import { closeSync, openSync, writeSync } from "node:fs";

const BLOCK = 4 << 20;
const RECORD = 16;
const ETHERNET = 14;
const IPV4 = 20;
const TCP = 20;
/** Outer Ethernet, IPv4, UDP, VXLAN. */
const TUNNEL = ETHERNET + IPV4 + 8 + 8;
const FLAG = { fin: 1, syn: 2, psh: 8, ack: 16 };
/** How many flows lose every full segment towards the client. */
const BLACK_HOLES = 5;

/** A pcap file (draft-ietf-opsawg-pcap, microseconds, Ethernet) written in blocks. */
class Capture {
  #file;
  #block = Buffer.alloc(BLOCK);
  #at = 0;
  #microseconds = 0;
  #snaplen;
  frames = 0;

  constructor(path, snaplen) {
    this.#file = openSync(path, "w");
    this.#snaplen = snaplen;
    const b = this.#block;
    b.writeUInt32LE(0xa1b2c3d4, 0);
    b.writeUInt16LE(2, 4);
    b.writeUInt16LE(4, 6);
    b.writeUInt32LE(snaplen, 16);
    b.writeUInt32LE(1, 20);
    this.#at = 24;
  }

  /** Room for a frame of `wire` bytes, of which the snaplen's are kept: its buffer, and where it begins. */
  frame(wire) {
    const kept = Math.min(this.#snaplen, wire);
    if (this.#at + RECORD + wire > BLOCK) this.#flush();
    const b = this.#block;
    const at = this.#at;
    this.#microseconds += 5;
    b.writeUInt32LE(1_700_000_000 + Math.floor(this.#microseconds / 1e6), at);
    b.writeUInt32LE(this.#microseconds % 1e6, at + 4);
    b.writeUInt32LE(kept, at + 8);
    b.writeUInt32LE(wire, at + 12);
    b.fill(0, at + RECORD, at + RECORD + wire);
    this.#at += RECORD + kept;
    this.frames++;
    return { b, at: at + RECORD };
  }

  wait(microseconds) {
    this.#microseconds += microseconds;
  }

  #flush() {
    writeSync(this.#file, this.#block, 0, this.#at);
    this.#at = 0;
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }
}

function sumOf(b, from, to, initial) {
  let sum = initial;
  for (let i = from; i + 1 < to; i += 2) sum += (b[i] << 8) | b[i + 1];
  if ((to - from) % 2 === 1) sum += b[to - 1] << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return sum;
}

function ipv4(b, at, length, protocol, source, destination, id, flags) {
  b[at] = 0x45;
  b.writeUInt16BE(length, at + 2);
  b.writeUInt16BE(id & 0xffff, at + 4);
  b.writeUInt16BE(flags, at + 6);
  b[at + 8] = 64;
  b[at + 9] = protocol;
  b.writeUInt32BE(source, at + 12);
  b.writeUInt32BE(destination, at + 16);
  b.writeUInt16BE(~sumOf(b, at, at + IPV4, 0) & 0xffff, at + 10);
}

/** One flow's packets, from 10.200.x.x towards port 8443 of 10.201.0.2. */
class Flow {
  #capture;
  #tunnelled;
  #fill;
  #up;
  #down;
  #client;
  #port;
  hole = false;
  step = 0;

  constructor(capture, index, { tunnelled, fill }) {
    this.#capture = capture;
    this.#tunnelled = tunnelled;
    this.#fill = fill;
    this.#client = 0x0ac80000 + (index >> 12);
    this.#port = 20000 + (index & 0xfff);
    this.#up = (1 + index * 7919) >>> 0;
    this.#down = (0x40000000 + index * 6007) >>> 0;
  }

  /** The next packet of the client or the server. `lost`: its bytes are never acknowledged, and sent again next time. */
  send(fromClient, flags, payload, { mss = 0, lost = false } = {}) {
    const header = mss > 0 ? TCP + 4 : TCP;
    const inner = IPV4 + header + payload;
    const outer = this.#tunnelled ? TUNNEL : 0;
    const { b, at } = this.#capture.frame(outer + ETHERNET + inner);
    const id = this.#capture.frames;
    if (this.#tunnelled) this.#tunnel(b, at, inner, id);
    const ether = at + outer;
    b.writeUInt16BE(0x0800, ether + 12);
    const server = 0x0ac90002;
    const [source, destination] = fromClient ? [this.#client, server] : [server, this.#client];
    ipv4(b, ether + ETHERNET, inner, 6, source, destination, id, 0x4000);
    const t = ether + ETHERNET + IPV4;
    b.writeUInt16BE(fromClient ? this.#port : 8443, t);
    b.writeUInt16BE(fromClient ? 8443 : this.#port, t + 2);
    b.writeUInt32BE(fromClient ? this.#up : this.#down, t + 4);
    if ((flags & FLAG.ack) !== 0) b.writeUInt32BE(fromClient ? this.#down : this.#up, t + 8);
    b[t + 12] = (header / 4) << 4;
    b[t + 13] = flags;
    b.writeUInt16BE(64000, t + 14);
    if (mss > 0) b.writeUInt32BE(0x02040000 + mss, t + TCP);
    if (this.#fill) for (let i = t + header; i < t + header + payload; i++) b[i] = (i * 31 + id) & 0xff;
    const pseudo = sumOf(b, t - 8, t, 6 + header + payload);
    b.writeUInt16BE(~sumOf(b, t, t + header + payload, pseudo) & 0xffff, t + 16);
    if (lost) return;
    const length = payload + ((flags & (FLAG.syn | FLAG.fin)) !== 0 ? 1 : 0);
    if (fromClient) this.#up = (this.#up + length) >>> 0;
    else this.#down = (this.#down + length) >>> 0;
  }

  #tunnel(b, at, inner, id) {
    b.writeUInt16BE(0x0800, at + 12);
    ipv4(b, at + ETHERNET, TUNNEL + inner, 17, 0xc0a83201, 0xc0a83202, id, 0);
    b.writeUInt16BE(50000 + (this.#port % 1000), at + 34);
    b.writeUInt16BE(4789, at + 36);
    b.writeUInt16BE(8 + 8 + ETHERNET + inner, at + 38);
    b[at + 42] = 8;
    b[at + 48] = 42;
  }

  open(mss) {
    this.send(true, FLAG.syn, 0, { mss: this.hole ? 1460 : mss });
    this.send(false, FLAG.syn | FLAG.ack, 0, { mss: 1460 });
    this.send(true, FLAG.ack, 0);
    this.send(true, FLAG.ack | FLAG.psh, 517);
  }

  /** Two full segments and an acknowledgment; of a black hole the first segment again. */
  download(payload) {
    if (this.hole) {
      // As long as a retransmission timer takes at least.
      this.#capture.wait(250_000);
      this.send(false, FLAG.ack, 1460, { lost: true });
    } else {
      this.send(false, FLAG.ack, payload);
      this.send(false, FLAG.ack | FLAG.psh, payload);
    }
    this.send(true, FLAG.ack, 0);
  }

  close() {
    this.send(true, FLAG.fin | FLAG.ack, 0);
    this.send(false, FLAG.fin | FLAG.ack, 0);
    this.send(true, FLAG.ack, 0);
  }
}

function flowsOf(capture, count, options) {
  const flows = Array.from({ length: count }, (_, i) => new Flow(capture, i, options));
  for (let k = 0; k < BLACK_HOLES; k++) flows[Math.floor(((k + 0.5) * count) / BLACK_HOLES)].hole = true;
  return flows;
}

/** `flows` downloads taking turns until there are `frames`. */
function downloads(path, { frames, flows: count, snaplen, tunnelled, mss, fill }) {
  const capture = new Capture(path, snaplen);
  const flows = flowsOf(capture, count, { tunnelled, fill });
  while (capture.frames < frames) {
    for (const flow of flows) {
      if (flow.step++ === 0) flow.open(mss);
      else flow.download(mss);
      if (capture.frames >= frames) break;
    }
  }
  capture.close();
}

/** Frames in VXLAN, cut to 128 bytes. */
export const headersOnly = (path, frames, flows) =>
  downloads(path, { frames, flows, snaplen: 128, tunnelled: true, mss: 1410, fill: false });

/** Whole frames, their payload filled. */
export const fullSize = (path, frames, flows) =>
  downloads(path, { frames, flows, snaplen: 65535, tunnelled: false, mss: 1400, fill: true });

/** Flows of a dozen packets each, one after the other. */
export function manyFlows(path, count) {
  const capture = new Capture(path, 96);
  for (const flow of flowsOf(capture, count, { tunnelled: false, fill: false })) {
    flow.open(1460);
    for (let i = 0; i < (flow.hole ? 6 : 2); i++) flow.download(1000);
    if (!flow.hole) flow.close();
  }
  capture.close();
}
