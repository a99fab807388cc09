import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeAs } from "../../src/dissect/decode-as.js";
import { dissect } from "../../src/dissect/dissect.js";
import { Dissection } from "../../src/dissect/dissection.js";
import { dtls } from "../../src/dissect/dtls.js";
import { encapsulationOf, encapsulationOverhead, encapsulationSignature } from "../../src/dissect/encapsulation.js";
import { erspanSession } from "../../src/dissect/erspan.js";
import { esp } from "../../src/dissect/esp.js";
import { geneve } from "../../src/dissect/geneve.js";
import { gre } from "../../src/dissect/gre.js";
import { gtpu } from "../../src/dissect/gtpu.js";
import { mpls } from "../../src/dissect/mpls.js";
import { nshPathId } from "../../src/dissect/nsh.js";
import { opaqueTunnel } from "../../src/dissect/opaque.js";
import { ANALYSIS_PORTS, TSHARK_PORTS } from "../../src/dissect/ports.js";
import { QUIC_TYPE, quic } from "../../src/dissect/quic.js";
import { vxlan } from "../../src/dissect/vxlan.js";
import { EXAMPLES, OPAQUE_EXAMPLES } from "./encapsulations.js";
import { layers, look, startOf } from "./look.js";
import { concat, eth, hex, INNER_FRAME, INNER4, INNER6, ip4, ip6, TCP, udp } from "./packets.js";

const OPTIONS = decodeAs(ANALYSIS_PORTS, ["udp.port==5555,fou"]);
if (typeof OPTIONS === "string") throw new Error(OPTIONS);

const example = (name: string) => {
  const found = EXAMPLES.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return look(found.frame, 1, found.frame.length, OPTIONS);
};

describe("encapsulation", () => {
  for (const { name, frame, layers: expected, stack, overhead } of EXAMPLES) {
    it(`${name}: ${overhead} bytes`, () => {
      const d = look(frame, 1, frame.length, OPTIONS);
      expect([layers(d), d.damage, d.cut]).toEqual([expected, null, false]);
      expect(encapsulationOf(d)).toEqual({ stack, overhead });
      expect(encapsulationOverhead(d)).toBe(overhead);
      // What is inside is whole.
      expect(d.end[d.ip] - d.start[d.ip]).toBe(d.protocol[d.ip] === 10 ? 40 : 60);
    });

    it(`${name}: cut anywhere, it is cut and not broken; ended anywhere, it does not go beyond`, () => {
      for (let length = 0; length < frame.length; length++) {
        const cut = look(frame.slice(0, length), 1, frame.length, OPTIONS);
        expect(cut.damage).toBeNull();
        const ended = look(frame.slice(0, length), 1, length, OPTIONS);
        for (const d of [cut, ended]) {
          for (let i = 0; i < d.depth; i++) {
            expect(d.payload[i]).toBeLessThanOrEqual(13 + length);
            expect(d.end[i]).toBeLessThanOrEqual(13 + length);
            expect(d.payload[i]).toBeLessThanOrEqual(d.end[i]);
          }
        }
      }
    });
  }

  it("is one shared value for frames that look alike", () => {
    const [a, b] = [example("VXLAN over IPv4"), example("VXLAN over IPv4")];
    expect(encapsulationOf(a)).toBe(encapsulationOf(b));
    const all = new Set(EXAMPLES.map(({ frame }) => encapsulationSignature(look(frame, 1, frame.length, OPTIONS))));
    // NVGRE and a keyed GRETAP are one; nothing else is.
    expect(all.size).toBe(EXAMPLES.length);
  });

  it("is none without IP", () => {
    expect(encapsulationOf(look(eth(0x0806, hex("0001"))))).toEqual({ stack: [], overhead: 0 });
  });

  it("is in docs/formats.md, each with its overhead", () => {
    const document = readFileSync(new URL("../../docs/formats.md", import.meta.url), "utf8");
    for (const { name, overhead } of EXAMPLES) {
      expect(document).toMatch(new RegExp(`\\| ${name.replaceAll(/[.*+?()|]/g, "\\$&")} \\|.*\\| ${overhead} \\|`));
    }
  });
});

describe("opaque tunnels", () => {
  for (const { name, frame, overhead } of OPAQUE_EXAMPLES) {
    it(`${name}: at least ${overhead} bytes`, () => {
      const d = look(frame);
      expect(d.damage).toBeNull();
      expect(opaqueTunnel(d)).toMatchObject({ name, overhead });
    });
  }

  it("are none elsewhere", () => {
    expect(opaqueTunnel(look(INNER_FRAME))).toBeNull();
    expect(opaqueTunnel(look(new Uint8Array(0)))).toBeNull();
  });

  it("NAT-T: IKE behind its marker, and keepalives", () => {
    const at4500 = (payload: Uint8Array) => layers(look(ip4(17, udp(4500, 4500, payload)), 228));
    expect(at4500(hex("00000000 0102030405060708"))).toBe("ipv4:udp:natT");
    expect(at4500(hex("ff"))).toBe("ipv4:udp:natT");
    expect(at4500(hex("00000001 00000001"))).toBe("ipv4:udp:natT:esp");
    expect(look(ip4(17, udp(4500, 4500, hex("0001"))), 228).damage).toBe("NAT-T marker");
  });

  it("WireGuard on any port, by its lengths; not what only begins like it", () => {
    const on = (payload: Uint8Array) => layers(look(ip4(17, udp(41000, 42000, payload)), 228));
    expect(on(concat(hex("01000000"), new Uint8Array(144)))).toBe("ipv4:udp:wireguard");
    expect(on(concat(hex("02000000"), new Uint8Array(88)))).toBe("ipv4:udp:wireguard");
    expect(on(concat(hex("03000000"), new Uint8Array(60)))).toBe("ipv4:udp:wireguard");
    expect(on(concat(hex("01000000"), new Uint8Array(143)))).toBe("ipv4:udp");
    expect(on(hex("04000000 0000"))).toBe("ipv4:udp");
  });

  it("DTLS and QUIC on any port", () => {
    const d = look(ip4(17, udp(41000, 42000, hex("16 feff 0000 000000000000 0000"))), 228);
    expect([layers(d), dtls.contentType(d.bytes, startOf(d)), dtls.version(d.bytes, startOf(d))]).toEqual([
      "ipv4:udp:dtls",
      22,
      0xfeff,
    ]);
    const q = look(ip4(17, udp(41000, 443, hex("c3 00000001 04 01020304 02 0a0b 00"))), 228);
    const [b, at] = [q.bytes, startOf(q)];
    expect([layers(q), quic.version(b, at), quic.type(b, at), QUIC_TYPE.initial]).toEqual(["ipv4:udp:quic", 1, 0, 0]);
    expect([quic.destinationIdLength(b, at), b[quic.destinationId(b, at)], quic.sourceIdLength(b, at)]).toEqual([
      4, 1, 2,
    ]);
    expect(b[quic.sourceId(b, at)]).toBe(0x0a);
    const on = (payload: string) => layers(look(ip4(17, udp(41000, 443, hex(payload))), 228));
    expect(on("c3 6b3343cf 00 00 00")).toBe("ipv4:udp:quic");
    expect(on("c3 ff00001d 00 00 00")).toBe("ipv4:udp:quic");
    expect(on("80 00000000 01 aa 01 bb 00000001")).toBe("ipv4:udp:quic");
    expect(on("c3 00000002 00 00 00")).toBe("ipv4:udp");
    expect(on("83 00000001 00 00 00")).toBe("ipv4:udp");
    expect(on("c3 00000001 15 00 00")).toBe("ipv4:udp");
  });

  it("OpenVPN only by its port, and not for impossible opcodes", () => {
    expect(layers(look(ip4(17, udp(41000, 1194, hex("00 01"))), 228))).toBe("ipv4:udp");
    expect(layers(look(ip4(17, udp(41000, 1194, hex("38 01"))), 228))).toBe("ipv4:udp:openvpn");
  });
});

describe("what tunnels say", () => {
  it("identifiers", () => {
    const one = example("VXLAN over IPv4");
    expect(vxlan.vni(one.bytes, startOf(one, 3))).toBe(0x1234);
    const option = example("Geneve with OVN's option");
    expect([
      geneve.vni(option.bytes, startOf(option, 3)),
      geneve.optionsLength(option.bytes, startOf(option, 3)),
    ]).toEqual([0x1234, 8]);
    const keyed = example("GRE over IPv6 with checksum, key and sequence");
    expect([gre.hasKey(keyed.bytes, startOf(keyed, 2)), gre.key(keyed.bytes, startOf(keyed, 2))]).toEqual([true, 7]);
    const mirrored = example("ERSPAN II");
    expect(erspanSession(mirrored.bytes, startOf(mirrored, 3))).toBe(10);
    const gtp = example("GTP-U");
    expect([gtpu.teid(gtp.bytes, startOf(gtp, 3)), gtpu.messageType(gtp.bytes, startOf(gtp, 3))]).toEqual([1, 255]);
    const labels = example("MPLS");
    expect([
      mpls.label(labels.bytes, startOf(labels, 1)),
      mpls.bottomOfStack(labels.bytes, startOf(labels, 1)),
    ]).toEqual([16, false]);
    expect(mpls.ttl(labels.bytes, startOf(labels, 2))).toBe(64);
    const path = example("NSH in VXLAN-GPE");
    expect(nshPathId(path.bytes, startOf(path, 4))).toBe(100);
    const sealed = look(OPAQUE_EXAMPLES[0].frame);
    expect([esp.spi(sealed.bytes, startOf(sealed)), esp.sequence(sealed.bytes, startOf(sealed))]).toEqual([0x100, 1]);
  });

  it("the port alone does not make a tunnel of what contradicts it", () => {
    const on = (port: number, payload: string) => layers(look(ip4(17, udp(50000, port, hex(payload))), 228));
    expect(on(4789, "00 00 00 00 00 00 00 00")).toBe("ipv4:udp");
    expect(on(4790, "00 00 00 01 00 00 00 00")).toBe("ipv4:udp");
    expect(on(6081, "80 00 65 58 00 00 00 00")).toBe("ipv4:udp");
    expect(on(2152, "10 ff 00 00 00 00 00 00")).toBe("ipv4:udp");
    expect(on(1701, "00 01 00 00 00 00 00 00")).toBe("ipv4:udp");
    expect(on(37008, "02 00 00 01 01")).toBe("ipv4:udp");
    expect(on(3544, "45 00 00 00")).toBe("ipv4:udp");
    expect(on(6080, "80 00 00 00")).toBe("ipv4:udp");
  });

  it("8472 is VXLAN to an analysis, not to tshark", () => {
    const frame = ip4(17, udp(50000, 8472, hex("08 00 00 00 00 00 01 00"), INNER_FRAME));
    expect(layers(look(frame, 228))).toBe("ipv4:udp:vxlan:ethernet:ipv4:tcp");
    expect(layers(look(frame, 228, frame.length, TSHARK_PORTS))).toBe("ipv4:udp");
  });

  it("control messages carry nothing", () => {
    expect(layers(look(ip4(17, udp(1701, 1701, hex("c8 02 00 0c 00 00 00 00 00 00 00 00"))), 228))).toBe(
      "ipv4:udp:l2tp",
    );
    expect(layers(look(ip4(17, udp(1701, 1701, hex("c8 03 00 0c 00 00 00 00 00 00 00 00"))), 228))).toBe(
      "ipv4:udp:l2tpv3",
    );
    expect(layers(look(ip4(115, hex("00000000 c8030000")), 228))).toBe("ipv4:l2tpv3Ip");
    expect(layers(look(ip4(17, udp(2152, 2152, hex("32 01 00 04 00000000 0001 00 00"))), 228))).toBe("ipv4:udp:gtpu");
    expect(layers(look(ip4(17, udp(6080, 6080, hex("20 00 00 00"))), 228))).toBe("ipv4:udp:gue");
    expect(layers(look(ip4(47, hex("20 81 88 0b 0000 0007 00000001")), 228))).toBe("ipv4:gre");
  });

  it("GRE with source routes, and of an unknown version", () => {
    const routed = ip4(47, hex("40 00 08 00  00 00 00 00  08 00 00 04 0a 00 00 01  00 00 00 00"), INNER4);
    expect(layers(look(routed, 228))).toBe("ipv4:gre:ipv4:tcp");
    expect(look(ip4(47, hex("00 02 08 00")), 228).damage).toBe("GRE version");
  });

  it("PPTP without the key it must have: nothing beyond the header is read", () => {
    for (const beyond of [0x00, 0xff]) {
      const bytes = concat(ip4(47, hex("00 01 88 0b")), new Uint8Array(8).fill(beyond));
      expect(look(bytes.slice(0, 24), 228, 60).cut).toBe(false);
      const d = new Dissection(ANALYSIS_PORTS);
      dissect(d, bytes, 0, 24, 60, 228);
      expect([layers(d), d.damage]).toEqual(["ipv4:gre", "PPP header"]);
    }
  });

  it("ERSPAN III with its platform header, and with IP instead of Ethernet", () => {
    const three = (last: string, ...inside: Uint8Array[]) =>
      layers(look(ip4(47, hex("10 00 22 eb 00000001"), hex(`20 64 00 0a 00000000 0000 ${last}`), ...inside), 228));
    expect(three("00 01", new Uint8Array(8), INNER_FRAME)).toBe("ipv4:gre:erspan3:ethernet:ipv4:tcp");
    expect(three("08 00", INNER6)).toBe("ipv4:gre:erspan3:ipv6:tcp");
  });

  it("MPLS whose bytes begin like IP but are an Ethernet frame", () => {
    const frame = INNER_FRAME.slice();
    frame[0] = 0x40;
    expect(layers(look(eth(0x8847, hex("00 01 01 40"), frame)))).toBe("ethernet:mpls:ethernet:ipv4:tcp");
    expect(layers(look(eth(0x8847, hex("00 01 01 40"), INNER6)))).toBe("ethernet:mpls:ipv6:tcp");
    expect(layers(look(eth(0x8847, hex("00 01 01 40"))))).toBe("ethernet:mpls");
    expect(layers(look(eth(0x8847, hex("00 01 01 40  10 00 00 21"))))).toBe("ethernet:mpls");
  });

  it("STT in several segments; and TCP on its port that is just TCP", () => {
    const later = ip4(6, hex("c000 1d2f  0100 0048  00000001  5010 ffff 0000 0000"), new Uint8Array(60));
    expect(layers(look(later, 228))).toBe("ipv4:stt:fragment");
    const plain = ip4(6, hex("c000 1d2f"), TCP.slice(4), new Uint8Array(60));
    expect(layers(look(plain, 228))).toBe("ipv4:tcp");
  });

  it("encrypted MACsec is opaque", () => {
    expect(layers(look(eth(0x88e5, hex("2c 00 00000001 0200000000010001"), new Uint8Array(64))))).toBe(
      "ethernet:macsec",
    );
    expect(layers(look(eth(0x88e5, hex("0c 00 00000001"), new Uint8Array(64))))).toBe("ethernet:macsec");
  });

  it("names impossible lengths", () => {
    const inUdp = (port: number, payload: string) => look(ip4(17, udp(50000, port, hex(payload))), 228).damage;
    expect(inUdp(4789, "08 00 00")).toBe("VXLAN header");
    expect(inUdp(4790, "0c 00 00")).toBe("VXLAN-GPE header");
    expect(inUdp(6081, "00 00 65")).toBe("Geneve header");
    expect(inUdp(6081, "3f 00 65 58 00 00 00 00")).toBe("Geneve options");
    expect(inUdp(2152, "34 ff 00 08 00000001 00000085 00000000")).toBe("GTP-U extension length");
    expect(inUdp(2152, "34 ff 00 08 00000001 00000085 ff000000")).toBe("GTP-U extension");
    expect(inUdp(2152, "30 ff")).toBe("GTP-U header");
    expect(inUdp(1701, "02 02 00 01 00 02 ff ff")).toBe("L2TP header");
    expect(inUdp(1701, "00 02 00")).toBe("L2TP header");
    expect(inUdp(1701, "00 03 00 00 00 00")).toBe("L2TPv3 header");
    expect(inUdp(6080, "1f 04 00 00")).toBe("GUE extensions");
    expect(inUdp(37008, "01 00 00 01 0a ff")).toBe("TZSP tags");
    expect(inUdp(4790, "0c 00 00 04 00000000 0f c0 02 01 00000000")).toBe("NSH length");
    expect(inUdp(6635, "00 01")).toBe("MPLS label");
    expect(look(ip4(47, hex("b0 00 08 00 00")), 228).damage).toBe("GRE header");
    expect(look(ip4(47, hex("10 00 88 be 00000001 1000")), 228).damage).toBe("ERSPAN header");
    expect(look(ip4(97, hex("20 00")), 228).damage).toBe("EtherIP version");
    expect(look(ip4(50, hex("0000")), 228).damage).toBe("ESP header");
    expect(look(ip6(115, hex("0000")), 229).damage).toBe("L2TPv3 header");
  });
});
