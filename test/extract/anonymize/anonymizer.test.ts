import { describe, expect, it } from "vitest";
import type { Frame } from "../../../src/capture/frame.js";
import { CHECKSUM, transportChecksum } from "../../../src/dissect/checksum.js";
import { encapsulationOf } from "../../../src/dissect/encapsulation.js";
import { ANALYSIS_PORTS } from "../../../src/dissect/ports.js";
import { clientHelloServerName } from "../../../src/dissect/tls.js";
import { Anonymizer } from "../../../src/extract/anonymize/anonymizer.js";
import { EXAMPLES, OPAQUE_EXAMPLES } from "../../dissect/encapsulations.js";
import { layers, look, startOf } from "../../dissect/look.js";
import { concat, eth, hex, INNER4, ip4, ip6, udp } from "../../dissect/packets.js";
import { KEY } from "../support.js";

function frameOf(bytes: Uint8Array, linkType = 1, wireLength = bytes.length): Frame {
  return {
    ...{ number: 1, bytes, start: 0, end: bytes.length, wireLength, interfaceIndex: 0, linkType },
    ...{ seconds: 0, nanos: 0, direction: "unknown" },
  };
}

const anonymizer = new Anonymizer(KEY, ANALYSIS_PORTS);
const anonymous = (bytes: Uint8Array, linkType = 1, point = "a") => anonymizer.frame(frameOf(bytes, linkType), point);
const contains = (bytes: Uint8Array, part: Uint8Array | string) => Buffer.from(bytes).includes(Buffer.from(part));

/** Addresses that the tests' packets are made of. */
const REAL = [
  hex("0a 00 00 01"),
  hex("0a 00 00 02"),
  hex("20010db8 00000000 00000000 00000001"),
  hex("02 00 00 00 00 01"),
];

describe("a frame in every encapsulation", () => {
  it.each([...EXAMPLES, ...OPAQUE_EXAMPLES])("$name: other addresses, the same layers", ({ name, frame }) => {
    const out = anonymous(frame);
    const [before, after] = [look(frame), look(out, 1, frame.length)];
    // Opaque tunnels lose what follows their header.
    expect(layers(after), name).toBe(layers(before));
    expect(encapsulationOf(after)).toBe(encapsulationOf(before));
    for (const real of REAL) expect(contains(out, real)).toBe(false);
    expect(out.length).toBeLessThanOrEqual(frame.length);
  });

  it("has the same addresses inside a tunnel as outside", () => {
    const plain = anonymous(eth(0x0800, INNER4));
    const inside = anonymous(
      eth(0x0800, ip4(17, udp(49152, 4789, hex("08 00 00 00  00 12 34 00"), eth(0x0800, INNER4)))),
    );
    const d = look(inside);
    const at = startOf(d, d.ip) - 13;
    expect(inside.slice(at + 12, at + 20)).toEqual(plain.slice(26, 34));
  });
});

/** One's complement sum, for checksums to be right. */
function sum(...parts: Uint8Array[]): number {
  const all = concat(...parts);
  let total = 0;
  for (let i = 0; i < all.length; i += 2) total += (all[i] << 8) + (all[i + 1] ?? 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

const word = (value: number) => Uint8Array.of(value >> 8, value & 0xff);
const ADDRESSES4 = hex("0a 00 00 01  0a 00 00 02");

/** An IPv4 frame with UDP whose checksum is made by `field` of what it should be. */
function udpFrame(payload: Uint8Array, field: (right: number, pseudo: number) => number): Uint8Array {
  const datagram = udp(5000, 6000, payload);
  const pseudo = sum(ADDRESSES4, word(17), word(datagram.length));
  datagram.set(word(field(~sum(ADDRESSES4, word(17), word(datagram.length), datagram) & 0xffff, pseudo)), 6);
  const frame = eth(0x0800, ip4(17, datagram));
  frame.set(word(~sum(frame.slice(14, 34)) & 0xffff), 24);
  return frame;
}

describe("checksums", () => {
  const payload = hex("01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f");
  const stateOf = (frame: Uint8Array) => transportChecksum(look(frame));

  it("that were right are right for what was kept", () => {
    const out = anonymous(udpFrame(payload, (right) => right));
    expect(out.length).toBe(14 + 20 + 8 + payload.length);
    expect(stateOf(out)).toBe(CHECKSUM.good);
    expect(sum(out.slice(14, 34))).toBe(0xffff);
  });

  it("that were wrong stay wrong, the whole packet with them, emptied", () => {
    const long = new Uint8Array(100).fill(0x61);
    const out = anonymous(udpFrame(long, (right) => right ^ 0x1234));
    expect(stateOf(out)).toBe(CHECKSUM.bad);
    expect(out.length).toBe(14 + 20 + 8 + 100);
    expect(contains(out, "aaaa")).toBe(false);
  });

  it("left to the NIC stay so", () => {
    expect(stateOf(anonymous(udpFrame(payload, (_, pseudo) => pseudo)))).toBe(CHECKSUM.partial);
    const out = anonymous(udpFrame(new Uint8Array(100), (_, pseudo) => pseudo));
    const addresses = out.slice(26, 34);
    expect(out.slice(40, 42)).toEqual(word(sum(addresses, word(17), word(108))));
  });

  it("that are absent stay absent", () => {
    expect(stateOf(anonymous(udpFrame(payload, () => 0)))).toBe(CHECKSUM.absent);
  });

  it("of IP headers that were wrong stay wrong", () => {
    const frame = udpFrame(payload, (right) => right);
    frame[24] ^= 0x55;
    const out = anonymous(frame);
    expect(sum(out.slice(14, 34))).not.toBe(0xffff);
  });

  it("of an outer UDP header and of GRE cover what changed inside", () => {
    const inner = udpFrame(payload, (right) => right);
    const tunnel = udp(49152, 4789, hex("08 00 00 00  00 12 34 00"), inner);
    tunnel.set(word(~sum(ADDRESSES4, word(17), word(tunnel.length), tunnel) & 0xffff), 6);
    const out = anonymous(eth(0x0800, ip4(17, tunnel)));
    expect(sum(out.slice(26, 34), word(17), word(tunnel.length), out.slice(34))).toBe(0xffff);
    const gre = concat(hex("80 00 08 00 00 00 00 00"), inner.slice(14));
    gre.set(word(~sum(gre) & 0xffff), 4);
    expect(sum(anonymous(eth(0x0800, ip4(47, gre))).slice(34))).toBe(0xffff);
  });
});

describe("ICMP errors", () => {
  it("have the addresses they quote replaced like those of the packet, and right checksums", () => {
    const packet = ip4(6, hex("9c40 01bb  00 00 10 00"));
    packet.set(word(~sum(packet.slice(0, 20)) & 0xffff), 10);
    const error = concat(hex("03 04 00 00 00 00 05 aa"), packet);
    error.set(word(~sum(error) & 0xffff), 2);
    const out = anonymous(eth(0x0800, ip4(1, error)));
    expect(out.slice(14 + 20 + 8 + 12, 14 + 20 + 8 + 20)).toEqual(out.slice(26, 34));
    expect(out.slice(62, 70)).toEqual(hex("9c40 01bb  00 00 10 00"));
    expect(sum(out.slice(34))).toBe(0xffff);
    expect(sum(out.slice(42, 62))).toBe(0xffff);
    for (const real of REAL) expect(contains(out, real)).toBe(false);
  });

  it("of IPv6 too, and payload they quote is cut", () => {
    const tcp = hex("9c40 01bb  00 00 10 00  00 00 20 00  50 18 01 00  00 00 00 00");
    const error = concat(hex("02 00 00 00 00 00 05 00"), ip6(6, tcp, new TextEncoder().encode("secret")));
    const addresses = hex("20010db8000000000000000000000001 20010db8000000000000000000000002");
    error.set(word(~sum(addresses, word(58), word(error.length), error) & 0xffff), 2);
    const out = anonymous(eth(0x86dd, ip6(58, error)));
    expect(out.slice(62 + 8, 62 + 40)).toEqual(out.slice(22, 54));
    expect(contains(out, "secret")).toBe(false);
    expect(out.length).toBe(54 + 8 + 40 + 20);
  });

  it("that redirect name another gateway", () => {
    const out = anonymous(eth(0x0800, ip4(1, hex("05 01 00 00 0a 00 00 01"), INNER4)));
    expect(out.slice(38, 42)).toEqual(out.slice(26, 30));
  });
});

/** A ClientHello for `name`, as a TLS record; an extension stands before it. */
function clientHello(name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  const extension = concat(word(0), word(text.length + 5), word(text.length + 3), hex("00"), word(text.length), text);
  const other = hex("00 10 00 03 c0 ff ee");
  const extensions = concat(other, extension, hex("00 2b 00 03 02 03 04"));
  const body = concat(
    ...[hex("03 03"), new Uint8Array(32).fill(0x77), hex("02 aa bb"), hex("00 02 13 01"), hex("01 00")],
    ...[word(extensions.length), extensions],
  );
  return concat(hex("16 03 01"), word(body.length + 4), hex("01 00"), word(body.length), body);
}

/** A segment of which only the sender's NIC would have made the checksum: one that is wrong is kept whole. */
function segment(sequence: number, ...payload: Uint8Array[]): Uint8Array {
  const tcp = concat(hex("9c40 01bb 0000"), word(sequence), hex("0000 2000 50 18 0100 0000 0000"), ...payload);
  tcp.set(word(sum(ADDRESSES4, word(6), word(tcp.length))), 16);
  return eth(0x0800, ip4(6, tcp));
}

describe("TLS", () => {
  const HELLO = 54 + 5 + 4;

  it("keeps a ClientHello's structure, with another name of the same length", () => {
    const out = anonymous(segment(1, clientHello("registry.example.org")));
    const name = clientHelloServerName(out, HELLO, out.length) as string;
    expect(name).toMatch(/^[a-z]{8}\.[a-z]{7}\.[a-z]{3}$/);
    expect(contains(out, "example")).toBe(false);
    expect(contains(out, hex("77 77"))).toBe(false);
    expect(contains(out, hex("c0 ff ee"))).toBe(false);
    expect(anonymizer.text("TLS to registry.example.org failed")).toBe(`TLS to ${name} failed`);
  });

  it("keeps names of one domain under one domain", () => {
    const names = ["a.example.org", "b.example.org", "A.EXAMPLE.ORG"].map((n) => {
      const out = anonymous(segment(1, clientHello(n)), 1, n);
      return (clientHelloServerName(out, HELLO, out.length) as string).split(".");
    });
    expect(names[0].slice(1)).toEqual(names[1].slice(1));
    expect(names[0]).toEqual(names[2]);
  });

  it("keeps record headers, handshake types and alerts, wherever in a segment they stand", () => {
    const fresh = new Anonymizer(KEY, ANALYSIS_PORTS);
    const keep = (bytes: Uint8Array) => fresh.frame(frameOf(bytes), "a").slice(54);
    const hello = hex("16 03 03 00 0c  02 00 00 08  01 02 03 04 05 06 07 08");
    // A record goes on in the next segment, and an alert follows it there.
    expect(keep(segment(100, hello, hex("17 03 03 00 08 99 99 99")))).toEqual(
      hex("16 03 03 00 0c  02 00 00 08  00 00 00 00 00 00 00 00  17 03 03 00 08"),
    );
    expect(keep(segment(125, hex("99 99 99 99 99  15 03 03 00 02 02 28")))).toEqual(
      hex("00 00 00 00 00 15 03 03 00 02 02 28"),
    );
    expect(keep(segment(137, hex("99 98 97 96")))).toEqual(hex(""));
  });

  it("cuts everything of a protocol that is not TLS", () => {
    const out = anonymous(segment(9, new TextEncoder().encode("GET / HTTP/1.1\r\nHost: intranet.example.org\r\n")));
    expect(out.length).toBe(54);
  });
});

describe("what else may tell whose a network is", () => {
  it("is cut: names in DNS, hosts in ARP, whole payloads behind 16 bytes that tell datagrams apart", () => {
    const query = concat(
      hex("12 34 01 00 00 01 00 00 00 00 00 00  08"),
      new TextEncoder().encode("intranet"),
      hex("00 00 01 00 01"),
    );
    const out = anonymous(eth(0x0800, ip4(17, udp(5000, 53, query))));
    expect(out.length).toBe(42 + 16);
    expect(contains(out, hex("12 34 01 00"))).toBe(false);
    expect(contains(out, "intra")).toBe(false);
    expect(anonymous(eth(0x0806, hex("0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002"))).length).toBe(
      14,
    );
  });

  it("is replaced alike at every vantage point, so that datagrams are found again", () => {
    const payload = new Uint8Array(100).fill(0x33);
    const [one, again] = ["a", "b"].map((point) => anonymous(eth(0x0800, ip4(17, udp(5000, 6000, payload))), 1, point));
    expect(one).toEqual(again);
    const other = anonymous(eth(0x0800, ip4(17, udp(5000, 6000, payload.fill(0x34)))));
    expect(other.slice(42)).not.toEqual(one.slice(42));
  });

  it("is emptied in options: routes, home addresses, the addresses of multipath TCP", () => {
    const routed = eth(
      0x0800,
      hex("46 00 00 2c 0000 4000 40 06 0000 0a000001 0a000002  07 04 04 00"),
      INNER4.slice(20),
    );
    expect(anonymous(routed).slice(34, 38)).toEqual(hex("01 01 01 01"));
    const multipath = hex("9c40 01bb 00000001 00000002 80 10 0100 0000 0000  1e 08 30 01 0a000001  02 04 05b4");
    const out = anonymous(eth(0x0800, ip4(6, multipath)));
    expect(out.slice(54)).toEqual(hex("1e 08 00 00 00000000  02 04 05b4"));
    const home = hex("06 02  01 00  c9 10 20010db8 00000000 00000000 00000001  00 00");
    expect(contains(anonymous(eth(0x86dd, ip6(60, home, INNER4.slice(20)))), REAL[2])).toBe(false);
  });

  it("is replaced in cooked and wireless headers", () => {
    const sll = concat(hex("0000 0001 0006 020000000001 0000 0800"), INNER4);
    expect(contains(anonymous(sll, 113), REAL[3])).toBe(false);
    const tunnel = concat(hex("0000 0300 0004 0a000001 00000000 0800"), INNER4);
    expect(anonymous(tunnel, 113).slice(6, 10)).toEqual(anonymous(tunnel, 113).slice(28, 32));
    const wireless = concat(hex("08 01 0000 020000000001 020000000002 020000000003 0000 aaaa03000000 0800"), INNER4);
    expect(contains(anonymous(wireless, 105), REAL[3])).toBe(false);
  });

  it("is gone from frames of link types nobody knows", () => {
    expect(anonymous(hex("01 02 03"), 147)).toHaveLength(0);
  });

  it("is replaced in text", () => {
    const text = anonymizer.text(
      "from 10.0.0.1:443, [2001:db8::1]:443 and 02:00:00:00:00:01 at 12:30:05: 1.2.3 of 2001:db8::1: done",
    );
    for (const real of ["10.0.0.1:", "2001:db8::1]", "2001:db8::1:", "02:00:00:00:00:01"])
      expect(text).not.toContain(real);
    expect(text).toMatch(
      /^from 10\.[\d.]+:443, \[2001:db8:[0-9a-f:]+\]:443 and [0-9a-f:]{17} at 12:30:05: 1\.2\.3 of 2001:db8:.*: done$/,
    );
  });
});
