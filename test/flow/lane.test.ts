import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/capture/frame.js";
import { onesSum } from "../../src/dissect/checksum.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";
import { Talkers } from "../support/talkers.js";

const RAW = 101;
/** BSD loopback: the lane has no template for its frames. */
const LOOP = 0;
const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, ece: 64 };
function digestOf(packets: Talkers["packets"], linkType: number, snaplen: number): Digest {
  const about = { name: "a", source: "a", interface: null, linkType, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS, undefined, undefined, undefined, 0);
  packets.forEach(({ bytes, nanos }, i) => {
    const prefix = linkType === LOOP ? 4 : 0;
    const whole = new Uint8Array(prefix + bytes.length);
    if (prefix > 0) whole[0] = bytes[0] >> 4 === 6 ? 30 : 2;
    whole.set(bytes, prefix);
    const frame: Frame = {
      number: i + 1,
      bytes: whole,
      start: 0,
      end: Math.min(whole.length, snaplen + prefix),
      wireLength: whole.length,
      interfaceIndex: 0,
      linkType,
      seconds: 1_700_000_000 + Math.floor(nanos / 1e9),
      nanos: nanos % 1e9,
      direction: "unknown",
    };
    vantage.add(frame);
  });
  return { ...vantage.finish(null, null), linkType: 0, linkTypeName: "" };
}

/** One connection's packet is lost behind the capture; the other goes on for more packets than the lane remembers. */
function forgotten(): Talkers["packets"] {
  const packets: Talkers["packets"] = [];
  const next = new Map<number, number>();
  let nanos = 0;
  const send = (flow: number, from: number, flags: number, payload: number, ack: number, at?: number) => {
    const bytes = new Uint8Array(40 + payload);
    const v = new DataView(bytes.buffer);
    const key = 2 * flow + from;
    const sequence = at ?? next.get(key) ?? 0;
    bytes.set([0x45, 0, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0x40, 0, 64, 6, 0, 0]);
    v.setUint16(4, packets.length & 0xffff);
    bytes.set(from === 0 ? [10, 0, flow, 1, 10, 9, 9, 9] : [10, 9, 9, 9, 10, 0, flow, 1], 12);
    v.setUint16(20, from === 0 ? 40000 : 443);
    v.setUint16(22, from === 0 ? 443 : 40000);
    v.setUint32(24, sequence);
    v.setUint32(28, ack);
    bytes[32] = 0x50;
    bytes[33] = flags;
    v.setUint16(34, 500);
    v.setUint16(
      36,
      (~onesSum(bytes, 20, bytes.length, onesSum(bytes, 12, 20, 6 + bytes.length - 20)) + 0x10000) & 0xffff,
    );
    if (at === undefined) next.set(key, sequence + payload + (flags & FLAG.syn ? 1 : 0));
    nanos += 2000;
    packets.push({ bytes, nanos });
  };
  for (const flow of [0, 1]) {
    send(flow, 0, FLAG.syn, 0, 0);
    send(flow, 1, FLAG.syn | FLAG.ack, 0, 1);
    send(flow, 0, FLAG.ack, 0, 1);
    for (const from of [0, 1]) send(flow, from, FLAG.ack, 100, next.get(2 * flow + 1 - from) ?? 0);
  }
  send(0, 0, FLAG.ack, 200, 101);
  for (let n = 0; n < 140_000; n++) {
    send(1, 1, FLAG.ack, 10, 101);
    send(1, 0, FLAG.ack, 0, next.get(3) ?? 0);
  }
  send(0, 0, FLAG.ack, 200, 101, 101);
  return packets;
}

describe("the fast lane", () => {
  it("remembers what waits for its acknowledgment, however much comes between", () => {
    const packets = forgotten();
    const digest = digestOf(packets, RAW, 65535);
    expect(digest).toEqual(digestOf(packets, LOOP, 65535));
    expect(digest.tcp[0].toServer.segments).toMatchObject([{ from: 101, to: 301, count: 2 }]);
  });

  it.each(Array.from({ length: 24 }, (_, seed) => seed))("changes nothing of the digest, seed %i", (seed) => {
    const { packets } = new Talkers(seed);
    for (const snaplen of [65535, 96]) {
      expect(digestOf(packets, RAW, snaplen)).toEqual(digestOf(packets, LOOP, snaplen));
    }
  });
});
