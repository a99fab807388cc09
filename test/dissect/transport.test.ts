import { describe, expect, it } from "vitest";
import { CHECKSUM, ipv4HeaderChecksum, transportChecksum } from "../../src/dissect/checksum.js";
import { nextSctpChunk, sctp, sctpChunk } from "../../src/dissect/sctp.js";
import { TCP_FLAG, tcp } from "../../src/dissect/tcp.js";
import { scanTcpOptions, TcpOptions } from "../../src/dissect/tcp-options.js";
import { udp } from "../../src/dissect/udp.js";
import { layers, look, startOf } from "./look.js";
import { concat, hex, ip4, ip6, udp as udpHeader } from "./packets.js";

/** A SYN as Linux sends it: MSS 1460, SACK permitted, timestamps, window scale 7. */
const SYN = hex(
  "9c40 01bb 11223344 00000000 a002 faf0 0000 0000  0204 05b4  0402  080a 00000064 00000000  01  0303 07",
);

describe("TCP", () => {
  it("reads its header and options", () => {
    const d = look(ip4(6, SYN), 228);
    const [b, at] = [d.bytes, startOf(d)];
    expect([layers(d), d.payload[1] - at, d.end[1] - at]).toEqual(["ipv4:tcp", 40, 40]);
    expect([
      tcp.sourcePort(b, at),
      tcp.destinationPort(b, at),
      tcp.sequence(b, at),
      tcp.acknowledgment(b, at),
      tcp.headerLength(b, at),
      tcp.flags(b, at),
      tcp.window(b, at),
    ]).toEqual([40000, 443, 0x11223344, 0, 40, TCP_FLAG.syn, 64240]);
    const o = new TcpOptions();
    scanTcpOptions(o, b, at, d.end[1]);
    expect({ ...o, sackLeft: null, sackRight: null }).toEqual({
      mss: 1460,
      windowScale: 7,
      sackPermitted: true,
      sackCount: 0,
      sackLeft: null,
      sackRight: null,
      timestamps: true,
      timestampValue: 100,
      timestampEcho: 0,
      incomplete: false,
    });
  });

  it("reads SACK blocks, and forgets them with the next header", () => {
    const sack = hex("9c40 01bb 00000001 00000001 a010 0100 0000 0000 01 01 05 12 ffffff00 00000010 00000100 00000200");
    const o = new TcpOptions();
    scanTcpOptions(o, sack, 0, sack.length);
    expect([o.sackCount, [...o.sackLeft.slice(0, 2)], [...o.sackRight.slice(0, 2)], o.mss]).toEqual([
      2,
      [0xffffff00, 0x100],
      [0x10, 0x200],
      null,
    ]);
    scanTcpOptions(o, SYN, 0, SYN.length);
    expect([o.sackCount, o.mss]).toEqual([0, 1460]);
  });

  it("reads options as far as they were captured", () => {
    const o = new TcpOptions();
    for (let end = 20; end < SYN.length; end++) {
      scanTcpOptions(o, SYN, 0, end);
      expect(o.incomplete).toBe(true);
      expect(o.mss).toBe(end >= 24 ? 1460 : null);
    }
    const d = look(ip4(6, SYN).slice(0, 50), 228, 60);
    expect([layers(d), d.cut, d.payload[1]]).toEqual(["ipv4:tcp", true, d.end[1]]);
  });

  it("stops at an option of length 0 or 1, or one longer than the header", () => {
    const o = new TcpOptions();
    for (const option of ["02 00 05 b4", "02 01 05 b4", "02 08 05 b4"]) {
      const header = concat(hex("9c40 01bb 00000001 00000001 6010 0100 0000 0000"), hex(option));
      scanTcpOptions(o, header, 0, header.length);
      expect([o.mss, o.incomplete]).toEqual([null, true]);
    }
  });

  it("names a data offset that cannot be", () => {
    const header = SYN.slice();
    header[12] = 0x40;
    expect(look(ip4(6, header), 228).damage).toBe("TCP data offset");
    header[12] = 0xf0;
    expect(look(ip4(6, header), 228).damage).toBe("TCP data offset");
    expect(look(ip4(6, SYN.slice(0, 19)), 228).damage).toBe("TCP header");
  });
});

describe("UDP", () => {
  it("reads its header, and trims what follows to its length", () => {
    const d = look(ip4(17, udpHeader(1000, 53, hex("0102")), hex("ffff")), 228);
    const [b, at] = [d.bytes, startOf(d)];
    expect([udp.sourcePort(b, at), udp.destinationPort(b, at), udp.length(b, at)]).toEqual([1000, 53, 10]);
    expect(d.end[1] - d.payload[1]).toBe(2);
  });

  it("lets a length of 0 reach to the end of the packet", () => {
    const d = look(ip4(17, hex("03e8 0035 0000 0000 01020304")), 228);
    expect(d.end[1] - d.payload[1]).toBe(4);
  });

  it("keeps to the packet where the length goes beyond it: a first fragment", () => {
    const d = look(ip4(17, hex("03e8 0035 0800 0000 01020304")), 228);
    expect([d.end[1] - d.payload[1], d.damage]).toEqual([4, null]);
  });

  it("names a length below its header's", () => {
    const d = look(ip4(17, hex("03e8 0035 0007 0000 01020304")), 228);
    expect([layers(d), d.damage]).toEqual(["ipv4:udp", "UDP length"]);
    expect(look(ip4(17, hex("03e8 0035")), 228).damage).toBe("UDP header");
  });
});

describe("SCTP", () => {
  const INIT = hex("2710 2711 00000000 00000000  01 00 0014 000000 01 0000ffff 000a ffff 00000001  0b 00 0004");

  it("reads its header and walks its chunks", () => {
    const d = look(ip4(132, INIT), 228);
    const [b, at] = [d.bytes, startOf(d)];
    expect([
      layers(d),
      d.transport,
      sctp.sourcePort(b, at),
      sctp.destinationPort(b, at),
      sctp.verificationTag(b, at),
    ]).toEqual(["ipv4:sctp", 1, 10000, 10001, 0]);
    const first = d.payload[1];
    const second = nextSctpChunk(b, first, d.end[1]);
    expect([sctpChunk.type(b, first), sctpChunk.length(b, first), sctpChunk.type(b, second)]).toEqual([1, 20, 11]);
    expect(nextSctpChunk(b, second, d.end[1])).toBe(-1);
    expect(sctpChunk.flags(b, second)).toBe(0);
  });

  it("does not loop on a chunk of length 0", () => {
    expect(nextSctpChunk(hex("00 00 00 00 00 00 00 00"), 0, 8)).toBe(-1);
    expect(look(ip4(132, hex("2710 2711")), 228).damage).toBe("SCTP header");
  });
});

describe("checksums", () => {
  it("verify an IPv4 header", () => {
    const header = hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
    expect(ipv4HeaderChecksum(header, 0, 20)).toBe(CHECKSUM.good);
    header[8] = 63;
    expect(ipv4HeaderChecksum(header, 0, 20)).toBe(CHECKSUM.bad);
    header[10] = 0;
    header[11] = 0;
    expect(ipv4HeaderChecksum(header, 0, 20)).toBe(CHECKSUM.partial);
  });

  const filled = (packet: Uint8Array, at: number, value: number) => {
    const copy = packet.slice();
    copy[at] = value >> 8;
    copy[at + 1] = value & 0xff;
    return transportChecksum(look(copy, 101));
  };
  /** Sum of the 16-bit words, folded; an odd byte is padded. */
  const sum = (bytes: Uint8Array) => {
    let total = 0;
    for (let i = 0; i < bytes.length; i += 2) total += (bytes[i] << 8) | (bytes[i + 1] ?? 0);
    while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
    return total;
  };

  for (const [family, packet, header] of [
    ["IPv4", ip4(6, SYN, hex("01 02 03")), 20],
    ["IPv6", ip6(6, SYN, hex("01 02 03")), 40],
  ] as const) {
    it(`of TCP over ${family}: good, bad, or left to the NIC`, () => {
      const addresses = packet.slice(header === 20 ? 12 : 8, header);
      const length = packet.length - header;
      const pseudo = sum(concat(addresses, Uint8Array.of(0, 6, length >> 8, length & 0xff)));
      const whole =
        ~sum(concat(addresses, Uint8Array.of(0, 6, length >> 8, length & 0xff), packet.slice(header))) & 0xffff;
      const at = header + 16;
      expect(filled(packet, at, whole)).toBe(CHECKSUM.good);
      expect(filled(packet, at, whole ^ 1)).toBe(CHECKSUM.bad);
      expect(filled(packet, at, pseudo)).toBe(CHECKSUM.partial);
      expect(filled(packet, at, sum(concat(addresses, Uint8Array.of(0, 6))))).toBe(CHECKSUM.partial);
    });
  }

  it("of UDP: absent over IPv4, not allowed to be over IPv6", () => {
    expect(transportChecksum(look(ip4(17, udpHeader(1, 2)), 101))).toBe(CHECKSUM.absent);
    expect(transportChecksum(look(ip6(17, udpHeader(1, 2)), 101))).toBe(CHECKSUM.bad);
  });

  it("cannot be told of a cut packet, a fragment, or another protocol", () => {
    const packet = ip4(6, SYN, new Uint8Array(100));
    expect(transportChecksum(look(packet.slice(0, 90), 101, packet.length))).toBe(CHECKSUM.unknown);
    const fragment = packet.slice();
    fragment[6] = 0x20;
    expect(transportChecksum(look(fragment, 101))).toBe(CHECKSUM.unknown);
    expect(transportChecksum(look(ip4(1, hex("0800 f7ff 0000 0000")), 101))).toBe(CHECKSUM.unknown);
    expect(transportChecksum(look(new Uint8Array(0), 101))).toBe(CHECKSUM.unknown);
  });

  it("of a packet longer than 128 KiB is folded on the way", () => {
    const packet = ip4(6, SYN, new Uint8Array(300_000).fill(0xff));
    packet[2] = 0;
    packet[3] = 0;
    const length = packet.length - 20;
    const rest = concat(
      packet.slice(12, 20),
      Uint8Array.of(0, 6, 0, length >>> 16, length >>> 8, length),
      packet.slice(20),
    );
    let total = 0n;
    for (let i = 0; i < rest.length; i += 2) total += BigInt((rest[i] << 8) | (rest[i + 1] ?? 0));
    while (total > 0xffffn) total = (total & 0xffffn) + (total >> 16n);
    expect(filled(packet, 36, ~Number(total) & 0xffff)).toBe(CHECKSUM.good);
  });
});
