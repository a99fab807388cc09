import { describe, expect, it } from "vitest";
import { decodeAs } from "../../src/dissect/decode-as.js";
import type { FrameFacts } from "../../src/dissect/field.js";
import { FIELD_NAMES, FieldReader } from "../../src/dissect/fields.js";
import { compileFilter, FilterError } from "../../src/dissect/filter.js";
import { ANALYSIS_PORTS, TSHARK_PORTS } from "../../src/dissect/ports.js";
import { eth, hex, INNER_FRAME, INNER4, INNER6, ip4, ip6, udp } from "./packets.js";

function facts(bytes: Uint8Array, linkType = 1): FrameFacts {
  return {
    number: 7,
    bytes,
    start: 0,
    end: bytes.length,
    wireLength: bytes.length,
    interfaceIndex: 0,
    linkType,
    seconds: 1700000000,
    nanos: 5,
  };
}

function read(bytes: Uint8Array, ...names: string[]): string[] {
  const reader = new FieldReader(names, TSHARK_PORTS);
  reader.read(facts(bytes));
  return reader.values.map((list) => list.join(","));
}

const TUNNELLED = eth(0x0800, ip4(17, udp(49152, 4789, hex("08 00 00 00 00 12 34 00"), INNER_FRAME)));

describe("fields", () => {
  it("of the frame", () => {
    expect(read(INNER_FRAME, "frame.number", "frame.len", "frame.cap_len", "frame.time_epoch")).toEqual([
      "7",
      "54",
      "54",
      "1700000000.000000005",
    ]);
    expect(read(TUNNELLED, "frame.protocols")).toEqual(["eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:tcp"]);
  });

  it("of every occurrence, outermost first", () => {
    expect(read(TUNNELLED, "ip.len", "ip.proto", "udp.dstport", "tcp.dstport", "vxlan.vni", "ip.addr")).toEqual([
      "90,40",
      "17,6",
      "4789",
      "443",
      "4660",
      "10.0.0.1,10.0.0.2,10.0.0.1,10.0.0.2",
    ]);
  });

  it("of what an ICMP error quotes, after its own", () => {
    const error = eth(0x0800, ip4(1, hex("03 04 0000 0000 05aa"), INNER4));
    expect(read(error, "icmp.type", "icmp.mtu", "ip.proto", "tcp.dstport")).toEqual(["3", "1450", "1,6", "443"]);
    const six = eth(0x86dd, ip6(58, hex("02 00 0000 0000 0500"), INNER6));
    expect(read(six, "icmpv6.mtu", "ipv6.nxt", "ipv6.src")).toEqual(["1280", "58,6", "2001:db8::1,2001:db8::1"]);
  });

  it("does not follow quotes in quotes for ever", () => {
    let packet: Uint8Array = INNER4;
    for (let i = 0; i < 20; i++) packet = ip4(1, hex("03 04 0000 0000 05aa"), packet);
    expect(read(eth(0x0800, packet), "icmp.mtu")[0].split(",").length).toBe(5);
  });

  it("keeps providers' tags apart, as tshark does", () => {
    const tagged = eth(0x88a8, hex("00 64 81 00 00 c8 08 00"), INNER4);
    expect(read(tagged, "vlan.id", "ieee8021ad.id")).toEqual(["200", "100"]);
  });

  it("can all be read of any frame", () => {
    for (const frame of [TUNNELLED, INNER_FRAME, new Uint8Array(0)]) {
      expect(read(frame, ...FIELD_NAMES).length).toBe(FIELD_NAMES.length);
    }
  });
});

describe("filters", () => {
  const passes = (filter: string, frame = TUNNELLED) => compileFilter(filter, TSHARK_PORTS)(facts(frame));

  for (const [filter, expected] of [
    ["vxlan", true],
    ["icmp", false],
    ["!icmp", true],
    ["not not vxlan", true],
    ["ip.len == 40", true],
    ["ip.len eq 41", false],
    ["ip.len != 41", true],
    ["ip.len != 40", false],
    ["ip.len > 89 and tcp", true],
    ["ip.len >= 91 || tcp.port == 443", true],
    ["ip.len lt 40 or (udp and not tcp)", false],
    ["ip.len <= 40 && ip.addr == 10.0.0.2", true],
    ['ip.src == "10.0.0.1"', true],
    ["tcp.flags == 0x18", true],
    ["vxlan.vni", true],
    ["geneve.vni", false],
    ["geneve.vni != 5", false],
    ["tcp && udp && ip", true],
    ["frame.number==7", true],
  ] as const) {
    it(`${filter}: ${expected}`, () => expect(passes(filter)).toBe(expected));
  }

  for (const [filter, message] of [
    ["", "it ends too early"],
    ["ip.len ==", "a value is missing"],
    ["ip.len == 1 tcp", "is not expected here"],
    ["nonsense", "neither a field nor a protocol"],
    ["(tcp", 'a ")" is missing'],
    ["tcp @ udp", "cannot be read"],
    [`${"(".repeat(200)}tcp`, "nested too deep"],
  ] as const) {
    it(`refuses ${filter.slice(0, 20) || "nothing"}`, () => {
      expect(() => passes(filter)).toThrow(FilterError);
      expect(() => passes(filter)).toThrow(message);
    });
  }
});

describe("rules for ports", () => {
  it("are added to the defaults", () => {
    const options = decodeAs(TSHARK_PORTS, [
      "udp.port==8472,vxlan",
      "udp.port == 7000-7002, geneve",
      "tcp.port==7471,stt",
    ]);
    if (typeof options === "string") throw new Error(options);
    expect([8472, 7000, 7002, 4789].map((port) => options.udpPorts.has(port))).toEqual([true, true, true, true]);
    expect(options.tcpPorts?.has(7471)).toBe(true);
    expect(TSHARK_PORTS.udpPorts.has(8472)).toBe(false);
    expect(ANALYSIS_PORTS.udpPorts.has(8472)).toBe(true);
  });

  it("are refused by name when they make no sense", () => {
    for (const rule of ["udp.port==8472", "udp.port==99999,vxlan", "udp.port==1,nothing", "tcp.port==1,vxlan", ""]) {
      expect(decodeAs(TSHARK_PORTS, [rule])).toBe(rule);
    }
  });
});
