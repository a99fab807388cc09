import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/flow/digest.js";
import { mix } from "../../src/flow/hash.js";
import { relevant } from "../../src/flow/retired.js";
import { KEEP_ALL, KEPT_ALONE, keepOf, retireJoined, settledOf, thinned } from "../../src/flow/retirement.js";
import { joinShares } from "../../src/flow/share.js";
import { isSound, isWhole } from "../../src/flow/whole.js";
import { rawDigest } from "../support/raw-digest.js";
import { spread } from "../support/spread.js";
import { Talk } from "../support/talk.js";
import { Talkers } from "../support/talkers.js";
import { crowd, keeping, openOnes, whole } from "../support/whole.js";

const KEEP = 10;
const ALL = 10_000;

/** A hundred connections that came whole, and three that did not: one lost its answer, one got a reset, one sent a segment twice. */
function hundredAndThree(points = ["one"]): Talk {
  const ports = (client: number) => ({ client, server: 443 });
  const stalled = new Talk(points, ports(50_001)).handshake();
  stalled.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 });
  for (const at of [0.3, 0.9, 2.1]) stalled.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, at });
  const reset = new Talk(points, ports(50_002)).handshake();
  reset.send({ from: "server", flags: "RA", seq: 1, ack: 1 });
  const twice = new Talk(points, ports(50_003));
  whole(twice, 2, 1000).send({ from: "client", flags: "FA", seq: 301, ack: 2001 });
  return crowd(points, 100).beside(stalled).beside(reset).beside(twice).background(9);
}

const clients = ({ tcp }: Digest) => tcp.map((f) => f.client.port).sort((a, b) => a - b);

describe("connections that came whole", () => {
  it("are kept as long as they are few", () => {
    const digest = keeping(hundredAndThree(), "one", 100);
    expect(digest.tcp).toHaveLength(103);
    expect(digest.retired).toBeNull();
    expect(digest.coarsened).toEqual([]);
    expect(digest.tcp.filter(isWhole)).toHaveLength(100);
  });

  it("are counted beyond that; every other connection is kept", () => {
    const talk = hundredAndThree();
    const full = keeping(talk, "one", ALL);
    const digest = keeping(talk, "one", KEEP);
    expect(digest.tcp).toHaveLength(KEEP + 3);
    expect(clients(digest)).toEqual(expect.arrayContaining([50_001, 50_002, 50_003]));
    expect(digest.coarsened).toEqual(["whole-flows"]);
    const gone = full.tcp.filter((f) => !clients(digest).includes(f.client.port));
    const sum = (of: (f: (typeof gone)[number]) => number) => gone.reduce((n, f) => n + of(f), 0);
    expect(digest.retired).toMatchObject({
      flows: 100 - KEEP,
      packets: sum((f) => f.toServer.packets + f.toClient.packets),
      bytes: sum((f) => f.toServer.bytes + f.toClient.bytes),
    });
    const [hosts, ...others] = digest.retired?.hosts ?? [];
    expect(others).toEqual([]);
    expect(hosts.toClient.reduce((n, s) => n + s.packets, 0)).toBe(2 * (100 - KEEP));
    expect(Math.max(...hosts.toClient.map((s) => s.size))).toBe(1046);
    // The kept ones are as they would be with all others.
    for (const flow of digest.tcp) expect(full.tcp).toContainEqual(flow);
  });

  it("are the same at every point, whatever else each holds", () => {
    const talk = hundredAndThree(["one", "two"]);
    const own = new Talk(["two"], { client: 60_000, server: 443 });
    const one = keeping(talk, "one", KEEP);
    const two = keeping(talk.beside(whole(own, 3, 500)), "two", KEEP);
    const shared = clients(two).filter((port) => port !== 60_000);
    expect(shared.filter((port) => clients(one).includes(port)).length).toBeGreaterThanOrEqual(KEEP + 2);
  });

  it("are told from a digest as they are from the packets", () => {
    const talk = hundredAndThree();
    const full = keeping(talk, "one", ALL);
    const { tcp, retired } = retireJoined(full.tcp, [null], KEEP);
    const digest = keeping(talk, "one", KEEP);
    expect(tcp).toEqual(digest.tcp);
    expect(relevant(retired, tcp)).toEqual(digest.retired);
  });

  it.each([2, 3])("are the same in %i shares as in the whole", (count) => {
    const talk = hundredAndThree();
    const shares = Array.from({ length: count }, (_, index) => keeping(talk, "one", KEEP, { seed: 1, index, count }));
    expect(
      joinShares(
        shares.map((share) => [share]),
        KEEP,
      ).map(spread),
    ).toEqual([keeping(talk, "one", KEEP)]);
  });

  it("begin no other connection with what comes after them, but with a SYN", () => {
    const crowded = () => crowd(["one"], 60, 0.1);
    const kept = clients(keeping(crowded(), "one", 1));
    expect(kept).toHaveLength(1);
    const client = kept[0] === 41_000 ? 41_001 : 41_000;
    const late = () => new Talk(["one"], { client, server: 443 });
    const after = late().send(
      { from: "server", flags: "RA", seq: 3000, ack: 302, at: 5 },
      // As a mirror port that queues repeats it.
      { from: "client", flags: "S", seq: 0, mss: 1460, at: 5.1 },
    );
    const digest = keeping(crowded().beside(after), "one", 1);
    expect(clients(digest)).toEqual(kept);
    expect(digest.retired).toMatchObject({ flows: 59, packets: 59 * 11 + 2 });
    const again = late().send({ from: "client", flags: "S", seq: 99_000, mss: 1460, at: 5.2 });
    expect(clients(keeping(crowded().beside(again), "one", 1))).toEqual([...kept, client].sort((a, b) => a - b));
  });
});

describe("sound connections of the only vantage point", () => {
  const talk = () => hundredAndThree().beside(openOnes(40));

  it("are those that came whole, or would have by now", () => {
    const { tcp } = keeping(talk(), "one", ALL);
    const open = tcp.filter((flow) => isSound(flow) && !isWhole(flow));
    expect(tcp.filter(isSound)).toHaveLength(140);
    expect(open.map((f) => f.client.port).sort()).toEqual(Array.from({ length: 40 }, (_, i) => 42_000 + i));
  });

  it.each([0, 7, 139, 140])(
    "are kept up to %i, from packets, from a digest, from shares and from digests of shares alike",
    (keep) => {
      const full = keeping(talk(), "one", ALL);
      const expected = thinned(full, keep);
      expect(expected.tcp).toHaveLength(full.tcp.length - 140 + keep);
      expect(expected.retired?.flows ?? 0).toBe(140 - keep);
      expect(keeping(talk(), "one", ALL, undefined, keep)).toEqual(expected);
      expect(thinned(keeping(talk(), "one", KEEP), keep)).toEqual(keep <= KEEP ? expected : expect.anything());
      expect(thinned(expected, keep)).toEqual(expected);
      const shares = Array.from({ length: 3 }, (_, index) =>
        keeping(talk(), "one", ALL, { seed: 1, index, count: 3 }, keep),
      );
      expect(joinShares(shares.map((share) => [share])).map((d) => spread(thinned(d, keep)))).toEqual([expected]);
    },
  );

  it("are kept alike where shares decide together how many", () => {
    const sound = 1200;
    const all = Array.from({ length: sound }, (_, i) => mix(i));
    const shares = [all.filter((_, i) => i % 3 === 0), all.filter((_, i) => i % 3 > 0)];
    const keep = keepOf(shares.map((orders) => settledOf(orders.length, orders)));
    expect(keep.most).toBe(KEPT_ALONE);
    expect(all.filter((order) => order <= keep.upTo)).toHaveLength(KEPT_ALONE);
    // Of connections that are not kept any more there are no numbers.
    expect(keepOf([settledOf(900, all.slice(0, 5)), settledOf(900, [])])).toEqual({
      ...keep,
      upTo: Number.POSITIVE_INFINITY,
    });
    expect(keepOf([settledOf(500, all), settledOf(500, all)])).toEqual(KEEP_ALL);
  });

  it("are kept of other servers too: one each of some more", () => {
    const at = (server: number, client: number) => whole(new Talk(["one"], { client, server }), 1, 700);
    const others = [1, 2, 3, 4, 5, 6, 7].map((n) => at(8000 + n, 60_000 + n).beside(at(8000 + n, 61_000 + n)));
    const crowded = () => others.reduce((all, one) => all.beside(one), crowd(["one"], 2000));
    const servers = (keep: number) => {
      const { tcp } = keeping(crowded(), "one", ALL, undefined, keep);
      expect(tcp).toEqual(thinned(keeping(crowded(), "one", ALL), keep).tcp);
      return tcp.map((f) => f.server.port);
    };
    for (const port of [443, 8001, 8002, 8003]) expect(servers(8).filter((p) => p === port).length).toBeGreaterThan(0);
    expect(servers(8).length).toBeLessThanOrEqual(8 + 8);
    expect(new Set(servers(1)).size).toBeLessThanOrEqual(1 + 5);
  });

  it.each(Array.from({ length: 8 }, (_, seed) => seed))(
    "are told alike from packets and from a digest, seed %i",
    (seed) => {
      const { packets } = new Talkers(seed, 150);
      const read = (keepSound?: number) => rawDigest(packets, { keepSound });
      expect(read(0)).toEqual(thinned(read(), 0));
    },
  );
});
