import { describe, expect, it } from "vitest";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";
import { eth, ip4 } from "../dissect/packets.js";
import { rulingsOn } from "../lab/court/verdict.js";

const POINTS = ["client", "router", "server"];

interface Datagram {
  from: "client" | "server";
  at: number;
  bytes: number;
  /** What every byte of its payload is. */
  fill?: number;
  port?: number;
  server?: number;
  /** The last point that sees it. */
  until?: string;
}

function udp(d: Datagram): Uint8Array {
  const ports = [d.port ?? 40_000, d.server ?? 5000];
  const [source, destination] = d.from === "client" ? ports : ports.reverse();
  const header = Uint8Array.from([source! >> 8, source! & 255, destination! >> 8, destination! & 255]);
  const length = 8 + d.bytes;
  const payload = new Uint8Array(d.bytes).fill(d.fill ?? 0x78);
  const addresses = d.from === "client" ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1];
  const packet = ip4(17, Uint8Array.from([...header, length >> 8, length & 255, 0, 0, ...payload]));
  packet.set(addresses, 12);
  return eth(0x0800, packet);
}

function digests(sent: readonly Datagram[]): Digest[] {
  return POINTS.map((point) => {
    const about = { name: point, source: point, interface: null, linkType: 1, snaplen: null };
    const vantage = new Vantage(about, ANALYSIS_PORTS);
    let number = 0;
    const add = (bytes: Uint8Array, time: number) =>
      vantage.add({
        ...{ number: ++number, bytes, start: 0, end: bytes.length, wireLength: bytes.length, interfaceIndex: 0 },
        ...{ linkType: 1, seconds: 1_700_000_000 + Math.floor(time), nanos: Math.round((time % 1) * 1e9) },
        direction: "unknown",
      });
    add(eth(0x0806, new Uint8Array(28)), 0);
    for (const d of sent) {
      const way = d.from === "client" ? POINTS : [...POINTS].reverse();
      const hop = way.indexOf(point);
      if (d.until === undefined || hop <= way.indexOf(d.until)) add(udp(d), d.at + hop * 1e-4);
    }
    add(eth(0x0806, new Uint8Array(28)), 60);
    return vantage.finish(null, null);
  });
}

const every = (count: number, make: (n: number) => Datagram[]): Datagram[] =>
  Array.from({ length: count }, (_, n) => make(n)).flat();

describe("datagrams", () => {
  it("with the same content are counted: large ones lost each time, small ones passed", () => {
    const sent = every(8, (n) => [
      { from: "client", at: 1 + n, bytes: 40 },
      { from: "server", at: 1.1 + n, bytes: n % 2 ? 1472 : 600, ...(n % 2 ? { until: "router" } : {}) },
    ]);
    expect(rulingsOn(digests(sent))).toEqual(["primary mtu-black-hole server-to-client router>client 1500"]);
  });

  it("with the same content, some lost all along, are lost by chance", () => {
    const sent = every(40, (n) => [
      { from: "client", at: 1 + n, bytes: 40 },
      { from: "server", at: 1.1 + n, bytes: 900, ...(n % 6 === 2 ? { until: "router" } : {}) },
    ]);
    expect(rulingsOn(digests(sent))).toEqual(["cost random-loss server-to-client router>client 928"]);
  });

  it("of several conversations with the same content stay with their own", () => {
    const sent = every(6, (n) => [
      { from: "client", at: 1 + n * 0.01, bytes: 40, port: 50_000 + n },
      { from: "server", at: 1.1 + n * 0.01, bytes: 400, port: 50_000 + n },
    ]);
    expect(rulingsOn(digests(sent))).toEqual([]);
  });

  it("each on a port of its own are judged together by their size", () => {
    const sent = every(
      10,
      (n) =>
        [
          { from: "client", at: 1 + n, bytes: 40, fill: n, port: 50_000 + n },
          {
            ...{ from: "server", at: 1.1 + n, bytes: n % 2 ? 1440 : 300, fill: n, port: 50_000 + n },
            ...(n % 2 ? { until: "router" } : {}),
          },
        ] as Datagram[],
    );
    expect(rulingsOn(digests(sent))).toEqual(["primary mtu-black-hole server-to-client router>client 1468"]);
  });

  it("of QUIC that are lost one at a time while the connection goes on are probes", () => {
    const sent = every(
      12,
      (n) =>
        [
          {
            from: "client",
            at: 1 + n,
            bytes: n % 4 === 3 ? 1450 : 60,
            fill: n,
            server: 443,
            ...(n % 4 === 3 ? { until: "client" } : {}),
          },
          { from: "server", at: 1.1 + n, bytes: 1200, fill: n, server: 443 },
        ] as Datagram[],
    );
    expect(rulingsOn(digests(sent))).toEqual([]);
    const other = sent.map((d) => ({ ...d, server: 5000 }));
    expect(rulingsOn(digests(other))).toEqual(["primary mtu-black-hole client-to-server client>router 1478"]);
  });

  it("that no further point sees and nobody answers are filtered, where others of the same hosts pass", () => {
    const sent = every(
      5,
      (n) =>
        [
          { from: "client", at: 1 + n, bytes: 1200, fill: n, server: 443, until: "router" },
          { from: "client", at: 1.2 + n, bytes: 40, fill: n, server: 53 },
          { from: "server", at: 1.3 + n, bytes: 90, fill: n, server: 53 },
        ] as Datagram[],
    );
    expect(rulingsOn(digests(sent))).toEqual(["primary one-way-traffic client-to-server router>server -"]);
  });
});
