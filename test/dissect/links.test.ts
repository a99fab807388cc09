import { describe, expect, it } from "vitest";
import { isUserLinkType, linkLayer, linkTypeName } from "../../src/dissect/linktype.js";
import { pppoe } from "../../src/dissect/pppoe.js";
import { sll } from "../../src/dissect/sll.js";
import { sll2 } from "../../src/dissect/sll2.js";
import { vlanId } from "../../src/dissect/vlan.js";
import { layers, look, startOf } from "./look.js";
import { concat, eth, hex, INNER_FRAME, INNER4, INNER6, ip4, TCP } from "./packets.js";

describe("link types", () => {
  it("Ethernet", () => {
    const d = look(INNER_FRAME);
    expect(layers(d)).toBe("ethernet:ipv4:tcp");
    expect([d.ip, d.outerIp, d.transport, d.fragment, d.damage, d.cut]).toEqual([1, 1, 2, false, null, false]);
  });

  it("Ethernet, padded: the padding is no part of the packet", () => {
    const d = look(concat(INNER_FRAME, new Uint8Array(6)));
    expect(d.end[0] - d.start[0]).toBe(60);
    expect(d.end[1] - d.start[1]).toBe(40);
    expect(d.end[2]).toBe(d.payload[2]);
  });

  it("Ethernet, with a length instead of a type: LLC and SNAP", () => {
    const snap = hex("aa aa 03  00 00 00  08 00");
    const d = look(concat(eth(snap.length + INNER4.length, snap, INNER4), new Uint8Array(10)));
    expect(layers(d)).toBe("ethernet:llc:ipv4:tcp");
    expect(d.wireEnd[0] - d.start[0]).toBe(14 + 48);
    expect(layers(look(eth(3, hex("42 42 03"))))).toBe("ethernet:llc");
    expect(layers(look(eth(8, hex("aa aa 03  00 80 c2  00 07"), INNER_FRAME)))).toBe("ethernet:llc");
    expect(layers(look(eth(62, hex("aa aa 03  00 80 c2  00 07"), INNER_FRAME)))).toBe("ethernet:llc:ethernet:ipv4:tcp");
  });

  it("802.1Q and 802.1ad tags", () => {
    const d = look(eth(0x88a8, hex("20 64 81 00"), hex("00 c8 08 00"), INNER4));
    expect(layers(d)).toBe("ethernet:vlan:vlan:ipv4:tcp");
    expect([vlanId(d.bytes, startOf(d, 1)), vlanId(d.bytes, startOf(d, 2))]).toEqual([100, 200]);
    expect(look(eth(0x8100, hex("00 01 08"))).damage).toBe("802.1Q tag");
  });

  it("Linux cooked v1", () => {
    const d = look(concat(hex("0004 0001 0006 020000000001 0000 0800"), INNER4), 113);
    expect(layers(d)).toBe("sll:ipv4:tcp");
    expect([sll.packetType(d.bytes, startOf(d, 0)), sll.arphrd(d.bytes, startOf(d, 0))]).toEqual([4, 1]);
    // Netlink: the protocol field is a family, not an EtherType.
    expect(layers(look(concat(hex("0004 0338 0000 0000000000000000 0800"), INNER4), 113))).toBe("sll");
  });

  it("Linux cooked v2, with the interface", () => {
    const d = look(concat(hex("86dd 0000 00000007 0001 00 06 020000000001 0000"), INNER6), 276);
    expect(layers(d)).toBe("sll2:ipv6:tcp");
    expect([sll2.interfaceIndex(d.bytes, startOf(d, 0)), sll2.packetType(d.bytes, startOf(d, 0))]).toEqual([7, 0]);
  });

  it("loopback, in either byte order and every family number of IPv6", () => {
    expect(layers(look(concat(hex("02 00 00 00"), INNER4), 0))).toBe("nullLoop:ipv4:tcp");
    expect(layers(look(concat(hex("00 00 00 02"), INNER4), 108))).toBe("nullLoop:ipv4:tcp");
    for (const family of [10, 24, 28, 30]) {
      expect(layers(look(concat(Uint8Array.of(family, 0, 0, 0), INNER6), 0))).toBe("nullLoop:ipv6:tcp");
    }
    expect(layers(look(hex("07 00 00 00 00"), 0))).toBe("nullLoop");
  });

  it("raw IP, by version or by link type", () => {
    for (const linkType of [12, 14, 101]) {
      expect(layers(look(INNER4, linkType))).toBe("raw:ipv4:tcp");
      expect(layers(look(INNER6, linkType))).toBe("raw:ipv6:tcp");
    }
    expect(layers(look(INNER4, 228))).toBe("ipv4:tcp");
    expect(layers(look(INNER6, 229))).toBe("ipv6:tcp");
    expect(look(new Uint8Array(0), 101).damage).toBe("IP version");
  });

  it("PPP, with and without address and control, protocol in one byte or two", () => {
    expect(layers(look(concat(hex("ff 03 00 21"), INNER4), 9))).toBe("ppp:ipv4:tcp");
    expect(layers(look(concat(hex("00 57"), INNER6), 9))).toBe("ppp:ipv6:tcp");
    expect(layers(look(concat(hex("21"), INNER4), 9))).toBe("ppp:ipv4:tcp");
    expect(layers(look(hex("c0 21 01 00 00 04"), 9))).toBe("ppp");
    expect(layers(look(concat(hex("ff 03 00 21"), INNER4), 50))).toBe("ppp:ipv4:tcp");
  });

  it("PPPoE, trimmed to its own length", () => {
    const d = look(concat(eth(0x8864, hex("11 00 3b 1a 00 2a  00 21"), INNER4), new Uint8Array(4)));
    expect(layers(d)).toBe("ethernet:pppoe:ppp:ipv4:tcp");
    expect([pppoe.sessionId(d.bytes, startOf(d, 1)), d.wireEnd[1] - d.start[1]]).toEqual([0x3b1a, 48]);
    expect(layers(look(eth(0x8863, hex("11 09 00 00 00 00"))))).toBe("ethernet:pppoeDiscovery");
    expect(layers(look(concat(hex("11 00 3b 1a 00 2a  00 21"), INNER4), 51))).toBe("pppoe:ppp:ipv4:tcp");
  });

  it("Cisco HDLC", () => {
    expect(layers(look(concat(hex("0f 00 08 00"), INNER4), 104))).toBe("ciscoHdlc:ipv4:tcp");
    expect(layers(look(hex("8f 00 80 35 00 00"), 104))).toBe("ciscoHdlc");
  });

  it("802.11 data frames, QoS, four addresses, HT control", () => {
    const llc = hex("aa aa 03 00 00 00 08 00");
    const addresses = new Uint8Array(18);
    const frame = (control: string, ...rest: Uint8Array[]) =>
      look(concat(hex(control), hex("00 00"), addresses, hex("10 00"), ...rest), 105);
    expect(layers(frame("08 01", llc, INNER4))).toBe("ieee80211:llc:ipv4:tcp");
    expect(layers(frame("88 02", hex("00 00"), llc, INNER4))).toBe("ieee80211:llc:ipv4:tcp");
    expect(layers(frame("88 03", new Uint8Array(6), hex("00 00"), llc, INNER4))).toBe("ieee80211:llc:ipv4:tcp");
    expect(layers(frame("88 82", hex("00 00"), hex("00 00 00 00"), llc, INNER4))).toBe("ieee80211:llc:ipv4:tcp");
    // Encrypted, without data, an aggregate, a beacon.
    expect(layers(frame("08 41", llc, INNER4))).toBe("ieee80211");
    expect(layers(frame("48 01"))).toBe("ieee80211");
    expect(layers(frame("88 02", hex("80 00"), llc, INNER4))).toBe("ieee80211");
    expect(layers(frame("80 00"))).toBe("ieee80211");
  });

  it("radiotap, which says whether an FCS follows", () => {
    const wlan = concat(hex("08 01 00 00"), new Uint8Array(18), hex("10 00"), hex("aa aa 03 00 00 00 08 00"), INNER4);
    const plain = look(concat(hex("00 00 09 00 02 00 00 00  00"), wlan), 127);
    expect(layers(plain)).toBe("radiotap:ieee80211:llc:ipv4:tcp");
    const timed = hex("00 00 19 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10");
    const fcs = look(concat(timed, wlan, hex("de ad be ef")), 127);
    expect(layers(fcs)).toBe("radiotap:ieee80211:llc:ipv4:tcp");
    expect(fcs.wireEnd[0] - fcs.start[1]).toBe(wlan.length);
    expect(look(hex("00 00 04 00 00 00 00 00"), 127).damage).toBe("radiotap length");
  });

  it("NFLOG, in either byte order", () => {
    const little = concat(hex("02 00 00 00"), hex("08 00 01 00  08 00 00 03"), hex("2c 00 09 00"), INNER4);
    const big = concat(hex("02 00 00 00"), hex("00 08 00 01  08 00 00 03"), hex("00 2c 00 09"), INNER4);
    expect(layers(look(little, 239))).toBe("nflog:ipv4:tcp");
    expect(layers(look(big, 239))).toBe("nflog:ipv4:tcp");
    expect(look(hex("02 00 00 00 00 00 01 00"), 239).damage).toBe("NFLOG TLV length");
    expect(look(hex("02 00 00 00 08 00 01 00"), 239).damage).toBe("NFLOG payload");
  });

  it("Ethernet with its preamble", () => {
    const d = look(concat(hex("55 55 55 55 55 55 55 d5"), INNER_FRAME, hex("de ad be ef")), 274);
    expect(layers(d)).toBe("mpacket:ethernet:ipv4:tcp");
    expect(d.wireEnd[0] - d.start[1]).toBe(54);
  });

  it("MPLS without a link header", () => {
    expect(layers(look(concat(hex("00 01 01 40"), INNER4), 219))).toBe("mpls:ipv4:tcp");
  });

  it("are known by name; those of users, and unknown ones, have no layers", () => {
    expect([linkTypeName(1), linkTypeName(147), linkTypeName(999)]).toEqual(["EN10MB", "USER0", "999"]);
    expect([isUserLinkType(146), isUserLinkType(147), isUserLinkType(162), isUserLinkType(163)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([linkLayer(147), linkLayer(253), linkLayer(65535)]).toEqual([0, 0, 0]);
    expect(layers(look(INNER_FRAME, 147))).toBe("");
  });

  it("tells what a snaplen cut from what is broken", () => {
    const cut = look(INNER_FRAME.slice(0, 20), 1, 54);
    expect([layers(cut), cut.cut, cut.damage]).toEqual(["ethernet", true, null]);
    const broken = look(INNER_FRAME.slice(0, 20));
    expect([layers(broken), broken.cut, broken.damage]).toEqual(["ethernet", false, "IPv4 header"]);
    expect(look(hex("02")).damage).toBe("Ethernet header");
    expect(look(new Uint8Array(0)).damage).toBe("Ethernet header");
  });

  it("believes the bytes that are there over a shorter wire length", () => {
    expect(layers(look(INNER_FRAME, 1, 10))).toBe("ethernet:ipv4:tcp");
    expect(layers(look(eth(0x0800, ip4(6, TCP)), 1, 0))).toBe("ethernet:ipv4:tcp");
  });
});
