import { describe, expect, it } from "vitest";
import { ah } from "../../src/dissect/ah.js";
import { dissectFrom } from "../../src/dissect/dissect.js";
import { Dissection } from "../../src/dissect/dissection.js";
import { icmp } from "../../src/dissect/icmp.js";
import { icmpv6 } from "../../src/dissect/icmpv6.js";
import { ipv4 } from "../../src/dissect/ipv4.js";
import { ipv6 } from "../../src/dissect/ipv6.js";
import { ipv6Fragment } from "../../src/dissect/ipv6-fragment.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { PROTOCOL } from "../../src/dissect/protocols.js";
import { layers, look, startOf } from "./look.js";
import { concat, hex, INNER4, INNER6, ip4, ip6, TCP, udp } from "./packets.js";

const RAW = 101;

describe("IPv4", () => {
  it("reads its header", () => {
    const d = look(
      hex(
        "45 b8 00 28 12 34 40 00 3f 06 ab cd 0a 00 00 01 0a 00 00 02 9c40 01bb 00001000 00002000 5018 0100 0000 0000",
      ),
      228,
    );
    const [b, at] = [d.bytes, startOf(d, 0)];
    expect([
      ipv4.totalLength(b, at),
      ipv4.identification(b, at),
      ipv4.dontFragment(b, at),
      ipv4.moreFragments(b, at),
      ipv4.fragmentOffset(b, at),
      ipv4.ttl(b, at),
      ipv4.protocol(b, at),
    ]).toEqual([40, 0x1234, true, false, 0, 63, 6]);
  });

  it("skips options", () => {
    const packet = concat(hex("46 00 00 2c 12 34 40 00 40 06 00 00 0a 00 00 01 0a 00 00 02 94 04 00 00"), TCP);
    const d = look(packet, 228);
    expect([layers(d), d.payload[0] - d.start[0]]).toEqual(["ipv4:tcp", 24]);
  });

  it("lets a total length of 0 reach to the end of the frame: a super-frame", () => {
    const packet = concat(INNER4, new Uint8Array(70000));
    packet[2] = 0;
    packet[3] = 0;
    const d = look(packet, 228);
    expect([layers(d), d.end[1] - d.payload[1]]).toEqual(["ipv4:tcp", 70000]);
  });

  it("knows fragments, the first and later ones", () => {
    const first = ip4(17, udp(1, 2, new Uint8Array(8)));
    first[6] = 0x20;
    expect([layers(look(first, 228)), look(first, 228).fragment]).toEqual(["ipv4:udp", true]);
    const later = first.slice();
    later[6] = 0x00;
    later[7] = 0xb9;
    const d = look(later, 228);
    expect([layers(d), d.fragment, d.transport, ipv4.fragmentOffset(d.bytes, startOf(d, 0))]).toEqual([
      "ipv4:fragment",
      true,
      -1,
      1480,
    ]);
  });

  it("names what is impossible", () => {
    const with_ = (at: number, value: number) => {
      const packet = INNER4.slice();
      packet[at] = value;
      return look(packet, 228).damage;
    };
    expect(with_(0, 0x65)).toBe("IPv4 version");
    expect(with_(0, 0x44)).toBe("IPv4 header length");
    expect(with_(3, 19)).toBe("IPv4 total length");
    expect(look(hex("4f 00 00 3c 00 00 00 00 40 06 0000 0a000001 0a000002"), 228).damage).toBe("IPv4 options");
    expect(look(INNER4.slice(0, 19), 228).damage).toBe("IPv4 header");
  });
});

describe("IPv6", () => {
  it("reads its header", () => {
    const d = look(
      hex(
        "6b 81 23 45 00 14 06 3f 20010db8000000000000000000000001 20010db8000000000000000000000002 9c4001bb000010000000200050180100 00000000",
      ),
      229,
    );
    const [b, at] = [d.bytes, startOf(d, 0)];
    expect(layers(d)).toBe("ipv6:tcp");
    expect([
      ipv6.payloadLength(b, at),
      ipv6.nextHeader(b, at),
      ipv6.hopLimit(b, at),
      ipv6.trafficClass(b, at),
      ipv6.flowLabel(b, at),
    ]).toEqual([20, 6, 63, 0xb8, 0x12345]);
  });

  it("follows extension headers to the transport", () => {
    const d = look(
      ip6(
        0,
        hex("3c 00 05 02 00 00 01 00"),
        hex("2b 00 01 04 00000000"),
        hex("2c 02 04 01 00000000 20010db8000000000000000000000009"),
        hex("33 00 00 00 00000001"),
        hex("06 04 00 00 00000100 00000001 00000000 00000000 00000000"),
        TCP,
      ),
      229,
    );
    expect(layers(d)).toBe("ipv6:ipv6HopByHop:ipv6Destination:ipv6Routing:ipv6Fragment:ah:tcp");
    expect([d.fragment, d.transport, ah.spi(d.bytes, startOf(d, 5))]).toEqual([false, 6, 0x100]);
  });

  it("knows fragments; an atomic one is none", () => {
    const packet = (field: string) => look(ip6(44, hex(`11 00 ${field} 00 00 00 2a`), udp(1, 2)), 229);
    const first = packet("00 01");
    expect([layers(first), first.fragment]).toEqual(["ipv6:ipv6Fragment:udp", true]);
    const later = packet("05 a8");
    expect([layers(later), later.fragment, later.transport]).toEqual(["ipv6:ipv6Fragment:fragment", true, -1]);
    const at = startOf(later, 1);
    expect([
      ipv6Fragment.offset(later.bytes, at),
      ipv6Fragment.moreFragments(later.bytes, at),
      ipv6Fragment.identification(later.bytes, at),
      ipv6Fragment.nextHeader(later.bytes, at),
    ]).toEqual([1448, false, 42, 17]);
    expect(packet("00 00").fragment).toBe(false);
  });

  it("takes a jumbogram's length from its option, RFC 2675", () => {
    const payload = new Uint8Array(70000);
    // 8 bytes of options, 20 of TCP, the payload.
    const length = 8 + 20 + payload.length;
    const option = Uint8Array.of(6, 0, 0xc2, 4, length >>> 24, length >>> 16, length >>> 8, length);
    const packet = ip6(0, option, TCP, payload);
    packet[4] = 0;
    packet[5] = 0;
    const d = look(concat(packet, new Uint8Array(6)), 229);
    expect([layers(d), d.end[2] - d.payload[2]]).toEqual(["ipv6:ipv6HopByHop:tcp", 70000]);
  });

  it("lets a length of 0 without that option reach to the end of the frame: BIG TCP", () => {
    const packet = ip6(6, TCP, new Uint8Array(70000));
    packet[4] = 0;
    packet[5] = 0;
    const d = look(packet, 229);
    expect([layers(d), d.end[1] - d.payload[1]]).toEqual(["ipv6:tcp", 70000]);
  });

  it("does not take Ethernet's padding for a packet without payload", () => {
    const d = look(concat(ip6(59), new Uint8Array(6)), 229);
    expect([layers(d), d.end[0] - d.start[0]]).toEqual(["ipv6", 40]);
  });

  it("names what is impossible", () => {
    expect(look(concat(hex("45"), INNER6.slice(1)), 229).damage).toBe("IPv6 version");
    expect(look(INNER6.slice(0, 39), 229).damage).toBe("IPv6 header");
    expect(look(ip6(0, hex("06 ff 00 00 00 00 00 00")), 229).damage).toBe("IPv6 options");
    expect(look(ip6(43, hex("06 ff 00 00 00 00 00 00")), 229).damage).toBe("IPv6 routing header");
    expect(look(ip6(44, hex("06 00 00")), 229).damage).toBe("IPv6 fragment header");
    expect(look(ip4(51, hex("06 00 0000 00000001 00000001")), 228).damage).toBe("AH length");
  });
});

describe("ICMP", () => {
  const PTB = hex("03 04 00 00 00 00 05 aa");

  it("reads a PTB, and what it quotes on a second dissection", () => {
    const d = look(ip4(1, PTB, INNER4.slice(0, 28)), 228);
    const at = startOf(d);
    expect([
      layers(d),
      icmp.isPacketTooBig(d.bytes, at),
      icmp.nextHopMtu(d.bytes, at),
      icmp.quotes(d.bytes, at),
    ]).toEqual(["ipv4:icmp", true, 1450, true]);
    const quoted = new Dissection(ANALYSIS_PORTS);
    quoted.reset(d.bytes);
    const last = d.depth - 1;
    dissectFrom(quoted, PROTOCOL.ipv4, d.payload[last], d.end[last], d.wireEnd[last]);
    // Eight bytes of TCP are quoted: no header, but the ports and the sequence number are there.
    expect([layers(quoted), quoted.payload[0] + 8 <= d.end[last], quoted.cut]).toEqual(["ipv4", true, true]);
  });

  it("reads an echo", () => {
    const d = look(ip4(1, hex("08 00 f7 fe 00 01 00 02 61 62")), 228);
    const [b, at] = [d.bytes, startOf(d)];
    expect([
      icmp.type(b, at),
      icmp.code(b, at),
      icmp.identifier(b, at),
      icmp.sequence(b, at),
      icmp.quotes(b, at),
    ]).toEqual([8, 0, 1, 2, false]);
  });

  it("reads a PTB of ICMPv6", () => {
    const d = look(ip6(58, hex("02 00 00 00 00 00 05 00"), INNER6), 229);
    const [b, at] = [d.bytes, startOf(d)];
    expect([layers(d), icmpv6.isPacketTooBig(b, at), icmpv6.mtu(b, at), icmpv6.quotes(b, at)]).toEqual([
      "ipv6:icmpv6",
      true,
      1280,
      true,
    ]);
    expect(icmpv6.quotes(hex("80 00"), 0)).toBe(false);
  });

  it("names a header that does not fit", () => {
    expect(look(ip4(1, hex("03 04 00")), 228).damage).toBe("ICMP header");
    expect(look(ip6(58, hex("02 00 00")), 229).damage).toBe("ICMPv6 header");
  });
});

it("stops at nesting that no network has", () => {
  let packet: Uint8Array = INNER4;
  for (let i = 0; i < 60; i++) packet = ip4(4, packet);
  const d = look(packet, RAW);
  expect([d.depth, d.damage]).toEqual([48, "nested too deep"]);
});
