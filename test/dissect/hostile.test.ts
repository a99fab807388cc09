import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transportChecksum } from "../../src/dissect/checksum.js";
import { dissect } from "../../src/dissect/dissect.js";
import { Dissection, MAX_LAYERS } from "../../src/dissect/dissection.js";
import { encapsulationOf, encapsulationOverhead } from "../../src/dissect/encapsulation.js";
import { FIELD_NAMES, FieldReader } from "../../src/dissect/fields.js";
import { compileFilter, FilterError } from "../../src/dissect/filter.js";
import { opaqueTunnel } from "../../src/dissect/opaque.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { scanTcpOptions, TcpOptions } from "../../src/dissect/tcp-options.js";
import { clientHelloServerName } from "../../src/dissect/tls.js";
import { EXAMPLES, OPAQUE_EXAMPLES } from "./encapsulations.js";
import { concat, eth, hex, INNER4, ip4, ip6, udp } from "./packets.js";

const FRAMES = [...EXAMPLES, ...OPAQUE_EXAMPLES].map(({ frame }) => frame);
const LINK_TYPES = [0, 1, 9, 50, 51, 101, 104, 105, 108, 113, 127, 219, 228, 229, 239, 274, 276, 147, 65535];

/** A frame of the examples with some bytes changed, perhaps cut. */
const damaged = fc
  .tuple(
    fc.constantFrom(...FRAMES),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
    fc.option(fc.nat()),
  )
  .map(([frame, changes, cut]) => {
    const copy = frame.slice(0, cut === null ? frame.length : cut % frame.length);
    for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  });

const AROUND = 40;
const d = new Dissection(ANALYSIS_PORTS);
const reader = new FieldReader(FIELD_NAMES, ANALYSIS_PORTS);

/** Everything that can be said of a frame that lies among bytes of value `fill`. */
function everything(bytes: Uint8Array, linkType: number, wireLength: number, fill: number) {
  const buffer = new Uint8Array(bytes.length + 2 * AROUND).fill(fill);
  buffer.set(bytes, AROUND);
  const end = AROUND + bytes.length;
  dissect(d, buffer, AROUND, end, wireLength, linkType);
  expect(d.depth).toBeLessThanOrEqual(MAX_LAYERS);
  for (let i = 0; i < d.depth; i++) {
    expect(d.start[i]).toBeGreaterThanOrEqual(AROUND);
    expect(d.payload[i]).toBeGreaterThanOrEqual(d.start[i]);
    expect(d.end[i]).toBeGreaterThanOrEqual(d.payload[i]);
    expect(end).toBeGreaterThanOrEqual(d.end[i]);
    expect(d.wireEnd[i]).toBeGreaterThanOrEqual(d.end[i]);
  }
  expect(encapsulationOf(d).overhead).toBe(encapsulationOverhead(d));
  reader.read({
    number: 1,
    bytes: buffer,
    start: AROUND,
    end,
    wireLength,
    interfaceIndex: 0,
    linkType,
    seconds: 0,
    nanos: 0,
  });
  return [d.damage, d.cut, d.depth, transportChecksum(d), opaqueTunnel(d), structuredClone(reader.values)];
}

describe("hostile frames", () => {
  it("of any bytes and any link type: layers lie within, and nothing beyond the frame matters", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(...LINK_TYPES),
        fc.nat(2000),
        (bytes, type, more) => {
          const wire = bytes.length + more;
          expect(everything(bytes, type, wire, 0x00)).toEqual(everything(bytes, type, wire, 0xff));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("made from sound ones", () => {
    fc.assert(
      fc.property(damaged, fc.nat(2000), (bytes, more) => {
        const wire = bytes.length + more;
        expect(everything(bytes, 1, wire, 0x00)).toEqual(everything(bytes, 1, wire, 0xff));
      }),
      { numRuns: 3000 },
    );
  });

  it("TCP options and ClientHellos of any bytes", () => {
    const o = new TcpOptions();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 80 }), (bytes) => {
        scanTcpOptions(o, bytes, 0, bytes.length);
        expect(o.sackCount).toBeLessThanOrEqual(4);
        clientHelloServerName(bytes, 0, bytes.length);
      }),
      { numRuns: 3000 },
    );
  });

  it("filters of any text are compiled or refused", () => {
    const word = fc.constantFrom(
      "ip.len",
      "tcp",
      "(",
      ")",
      "!",
      "and",
      "or",
      "==",
      "!=",
      "<",
      "5",
      '"x',
      "vxlan.vni",
      "@",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
        ),
        (text) => {
          try {
            compileFilter(text, ANALYSIS_PORTS);
          } catch (error) {
            expect(error).toBeInstanceOf(FilterError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("bombs", () => {
  const took = (frame: Uint8Array, linkType = 1) => {
    const started = performance.now();
    dissect(d, frame, 0, frame.length, frame.length, linkType);
    return performance.now() - started;
  };

  it("encapsulations in encapsulations", () => {
    let frame: Uint8Array = INNER4;
    for (let i = 0; i < 1000; i++) frame = ip4(17, udp(1, 4789, hex("08 00 00 00 00 00 01 00"), eth(0x0800, frame)));
    expect(took(frame, 228)).toBeLessThan(100);
    expect([d.depth, d.damage]).toEqual([MAX_LAYERS, "nested too deep"]);
  });

  it("labels, tags and extension headers without end", () => {
    expect(took(eth(0x8847, new Uint8Array(100_000)))).toBeLessThan(100);
    expect(d.damage).toBe("nested too deep");
    const tags = new Uint8Array(100_000);
    for (let i = 2; i < tags.length; i += 4) tags[i] = 0x81;
    expect(took(eth(0x8100, tags))).toBeLessThan(100);
    expect(d.damage).toBe("nested too deep");
    const options = new Uint8Array(60_000);
    for (let i = 0; i < options.length; i += 8) options[i] = 60;
    expect(took(ip6(60, options), 229)).toBeLessThan(100);
    expect(d.damage).toBe("nested too deep");
  });

  it("GTP-U extensions, GRE routes, TZSP tags and jumbo options by the thousand", () => {
    const extensions = concat(
      hex("34 ff 00 00 00000001 00000085"),
      new Uint8Array(60_000).map((_, i) => [1, 0, 0, 0x85][i % 4]),
    );
    expect(took(ip4(17, udp(1, 2152, extensions)), 228)).toBeLessThan(100);
    const routes = concat(
      hex("40 00 08 00 00000000"),
      new Uint8Array(60_000).map((_, i) => [8, 0, 0, 0][i % 4]),
    );
    expect(took(ip4(47, routes), 228)).toBeLessThan(100);
    expect(took(ip4(17, udp(1, 37008, hex("01 00 00 01"), new Uint8Array(60_000))), 228)).toBeLessThan(100);
    const jumbo = ip6(0, hex("06 ff"), new Uint8Array(2046));
    jumbo[4] = 0;
    jumbo[5] = 0;
    expect(took(jumbo, 229)).toBeLessThan(100);
  });

  it("a frame that claims 4 GiB on the wire", () => {
    for (const frame of FRAMES) {
      dissect(d, frame, 0, frame.length, 0xffff_ffff, 1);
      for (let i = 0; i < d.depth; i++) expect(d.wireEnd[i]).toBeGreaterThanOrEqual(d.end[i]);
    }
  });

  it("a jumbogram of 4 GiB", () => {
    const frame = ip6(0, hex("06 00 c2 04 ff ff ff ff"), new Uint8Array(100));
    frame[4] = 0;
    frame[5] = 0;
    dissect(d, frame, 0, frame.length, frame.length, 229);
    expect(d.wireEnd[0]).toBe(frame.length);
  });
});
