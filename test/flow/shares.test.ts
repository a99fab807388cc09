import { describe, expect, it } from "vitest";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest, TcpDirection } from "../../src/flow/digest.js";
import { packFlows } from "../../src/flow/packed/pack.js";
import { unpackDigest, unpackFlows } from "../../src/flow/packed/unpack.js";
import { joinShares, type Share } from "../../src/flow/share.js";
import { Vantage } from "../../src/flow/vantage.js";
import { spread } from "../support/spread.js";
import { Talkers } from "../support/talkers.js";

const RAW = 101;

function digestOf(packets: Talkers["packets"], share?: Share): Digest {
  const vantage = new Vantage(
    { name: "a", source: "a", interface: null, linkType: RAW, snaplen: null },
    ANALYSIS_PORTS,
    share,
    undefined,
    undefined,
    0,
  );
  packets.forEach(({ bytes, nanos }, i) => {
    const times = { seconds: 1_700_000_000 + Math.floor(nanos / 1e9), nanos: nanos % 1e9 };
    const place = { number: i + 1, bytes, start: 0, end: bytes.length, wireLength: bytes.length, interfaceIndex: 0 };
    vantage.add({ ...place, ...times, linkType: RAW, direction: "unknown" });
  });
  return share === undefined ? vantage.finish(null, null) : unpackDigest(vantage.finishShare(null, null));
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed);

describe("the shares of a capture", () => {
  it.each(seeds)("make the whole, seed %i", (seed) => {
    const { packets } = new Talkers(seed, 8);
    const whole = digestOf(packets);
    expect(whole.tcp.length).toBeGreaterThan(7);
    for (const count of [1, 2, 3, 5]) {
      const shares = Array.from({ length: count }, (_, index) => digestOf(packets, { seed, index, count }));
      expect(joinShares(shares.map((share) => [share])).map(spread)).toEqual([whole]);
      if (count === 5) expect(shares.filter((share) => share.tcp.length > 0).length).toBeGreaterThan(1);
    }
  });
});

describe("packed flows", () => {
  it.each(seeds)("are what they were, seed %i", (seed) => {
    const { tcp } = digestOf(new Talkers(seed, 6).packets);
    const unpacked = unpackFlows(packFlows(tcp, tcp.length));
    expect(unpacked.length).toBe(tcp.length);
    tcp.forEach((flow, i) => {
      const { toServer, toClient, ...rest } = flow;
      expect(unpacked[i]).toMatchObject(rest);
      for (const way of ["toServer", "toClient"] as const) {
        // Asked for twice, it says the same.
        for (let n = 0; n < 2; n++) {
          for (const key of Object.keys(flow[way]) as (keyof TcpDirection)[]) {
            expect([key, unpacked[i][way][key]]).toEqual([key, flow[way][key]]);
          }
        }
      }
    });
  });
});
