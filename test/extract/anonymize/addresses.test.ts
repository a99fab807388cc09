import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4, formatIpv6 } from "../../../src/dissect/address.js";
import { AddressMap } from "../../../src/extract/anonymize/addresses.js";
import { sipHash } from "../../../src/extract/anonymize/siphash.js";
import { parseIpv4, parseIpv6 } from "../../../src/extract/parse-address.js";
import { KEY } from "../support.js";

const map = new AddressMap(KEY);
const v4 = (text: string) => formatIpv4(map.ipv4(parseIpv4(text) as Uint8Array), 0);
const v6 = (text: string) => formatIpv6(map.ipv6(parseIpv6(text) as Uint8Array), 0);
const mac = (...bytes: number[]) => [...map.mac(Uint8Array.from(bytes))];

/** Length of the prefix two addresses share, in bits. */
function shared(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length * 8 : at * 8 + Math.clz32(a[at] ^ b[at]) - 24;
}

describe("sipHash", () => {
  it("gives the values of its authors", () => {
    const key = Uint8Array.from({ length: 16 }, (_, i) => i);
    const of = (length: number) =>
      sipHash(
        key,
        Uint8Array.from({ length }, (_, i) => i),
      );
    expect(of(15)).toEqual([0x49be45e5, 0xa129ca61]);
    expect(of(0)).toEqual([0xdd0e0e31, 0x726fdb47]);
    expect(of(8)).toEqual([0x9a932462, 0x93f5f579]);
  });
});

describe("AddressMap", () => {
  const isPrivate = (a: Uint8Array) =>
    a[0] === 10 || (a[0] === 172 && a[1] >> 4 === 1) || (a[0] === 192 && a[1] === 168);
  const isSpecial = (a: Uint8Array) =>
    isPrivate(a) ||
    [0, 127].includes(a[0]) ||
    a[0] >= 224 ||
    (a[0] === 169 && a[1] === 254) ||
    (a[0] === 100 && a[1] >> 6 === 1);
  const bytes4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

  it("keeps equal equal, different different, networks networks, and kinds kinds", () => {
    fc.assert(
      fc.property(bytes4, bytes4, fc.nat(32), (a, b, prefix) => {
        // Two neighbours, most of the time.
        b.set(a.subarray(0, prefix >> 3));
        const [x, y] = [map.ipv4(a), map.ipv4(b)];
        expect(shared(x, y) === 32).toBe(shared(a, b) === 32);
        if (shared(a, b) >= 24 && !isSpecial(a)) expect(shared(x, y)).toBe(shared(a, b));
        expect(isPrivate(x)).toBe(isPrivate(a));
        expect(isSpecial(x)).toBe(isSpecial(a));
      }),
    );
  });

  it("does so for IPv6", () => {
    const kind = (a: Uint8Array) =>
      a[0] === 0xff
        ? "multicast"
        : a[0] === 0xfe && a[1] >> 6 === 2
          ? "link"
          : a[0] >> 1 === 0x7e
            ? "local"
            : a[0] >> 5;
    fc.assert(
      fc.property(
        bytes16,
        bytes16,
        fc.constantFrom(0xfe80, 0xfd00, 0x2a01, 0x2001, 0xff02),
        fc.nat(16),
        (a, b, high, n) => {
          a.set([high >> 8, high & 255]);
          b.set(a.subarray(0, n));
          const [x, y] = [map.ipv6(a), map.ipv6(b)];
          expect(shared(x, y) === 128).toBe(shared(a, b) === 128);
          expect(kind(x)).toBe(kind(a));
          expect([...x]).not.toEqual([...a]);
        },
      ),
    );
  });

  it("leaves alone what is nobody's", () => {
    for (const same of ["0.0.0.0", "127.0.0.1", "255.255.255.255", "224.0.0.22"]) expect(v4(same)).toBe(same);
    for (const same of ["::", "::1", "ff02::1", "ff02::16"]) expect(v6(same)).toBe(same);
    expect(mac(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).toEqual([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    expect(mac(1, 0x80, 0xc2, 0, 0, 0x0e)).toEqual([1, 0x80, 0xc2, 0, 0, 0x0e]);
  });

  it("keeps which of Docker's networks it is", () => {
    expect(v4("172.17.0.2")).toMatch(/^172\.17\./);
    expect(v4("172.30.0.2")).toMatch(/^172\.30\./);
  });

  it("replaces an IPv4 address alike within an IPv6 address", () => {
    expect(v6("::ffff:198.51.100.7")).toBe(`::ffff:${v4("198.51.100.7")}`);
    const nat64 = map.ipv6(parseIpv6("64:ff9b::c633:6407") as Uint8Array);
    expect(formatIpv4(nat64, 12)).toBe(v4("198.51.100.7"));
  });

  it("replaces what a multicast address tells of a unicast one", () => {
    const [group, solicited] = ["33:33:ff:12:34:56", "ff02::1:ff12:3456"];
    const out = mac(...group.split(":").map((byte) => Number.parseInt(byte, 16)));
    expect(out.slice(0, 3)).toEqual([0x33, 0x33, 0xff]);
    expect(out.slice(3)).not.toEqual([0x12, 0x34, 0x56]);
    expect(v6(solicited)).toMatch(/^ff02::1:ff/);
    expect(v6(solicited)).not.toBe(solicited);
  });

  it("keeps individual and group, universal and local MAC addresses apart", () => {
    expect(mac(0x02, 1, 2, 3, 4, 5)[0] & 3).toBe(2);
    expect(mac(0x00, 1, 2, 3, 4, 5)[0] & 3).toBe(0);
    expect(mac(0x00, 1, 2, 3, 4, 5)).toEqual(mac(0x00, 1, 2, 3, 4, 5));
    expect(mac(0x00, 1, 2, 3, 4, 5)).not.toEqual(mac(0x00, 1, 2, 3, 4, 6));
  });

  it("depends on the key", () => {
    const other = new AddressMap(new Uint8Array(16));
    expect([...other.ipv4(Uint8Array.of(8, 8, 8, 8))]).not.toEqual([...map.ipv4(Uint8Array.of(8, 8, 8, 8))]);
  });
});

describe("parseIpv6", () => {
  it("reads what formatIpv6 writes", () => {
    fc.assert(
      fc.property(bytesWithZeros(), (bytes) => {
        expect(parseIpv6(formatIpv6(bytes, 0))).toEqual(bytes);
      }),
    );
  });

  it.each([
    "",
    ":",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "12345::",
    "::1.2.3.256",
    "g::",
    "1:2:3:4:5:6:7:8::",
  ])("refuses %j", (text) => {
    expect(parseIpv6(text)).toBeNull();
  });
});

function bytesWithZeros() {
  const group = fc.oneof(fc.constant([0, 0]), fc.tuple(fc.nat(255), fc.nat(255)));
  return fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => Uint8Array.from(groups.flat()));
}
