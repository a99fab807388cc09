import { describe, expect, it } from "vitest";
import type { TcpDirection } from "../../src/flow/digest.js";
import { packFlows } from "../../src/flow/packed/pack.js";
import { unpackFlows } from "../../src/flow/packed/unpack.js";
import { joinShares, type Share } from "../../src/flow/share.js";
import { rawDigest } from "../support/raw-digest.js";
import { spread } from "../support/spread.js";
import { Talkers } from "../support/talkers.js";

const digestOf = (packets: Talkers["packets"], share?: Share) => rawDigest(packets, { share, laneAfter: 0 });

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
