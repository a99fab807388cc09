import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/flow/digest.js";
import { CONVERSATIONS } from "../diagnose/conversations.js";
import { digestsIn, incident, reportOf, subsets } from "../support/digests.js";
import { back } from "./files.js";
import { talks } from "./talks.js";

const json = (digests: readonly Digest[]) => JSON.stringify(reportOf(digests));

/** What is said of captures must be said of their digests, and of any mix of both. */
async function expectSame(digests: readonly Digest[], mixes: readonly (readonly boolean[])[]): Promise<void> {
  const expected = json(digests);
  const stored = await back(digests);
  expect(json(stored)).toBe(expected);
  for (const mix of mixes) expect(json(digests.map((d, i) => (mix[i] ? stored[i] : d)))).toBe(expected);
}

describe("an analysis of digests is that of the captures, byte for byte", () => {
  it.each(["v1", "v2"] as const)(
    "incident %s: every set, whole and mixed",
    async (version) => {
      const all = [...(await digestsIn(incident(version))).values()];
      for (const set of subsets(all).filter((s) => s.length > 0))
        await expectSame(set, [set.map((_, i) => i % 2 === 0), set.map((_, i) => i % 3 === 1)]);
    },
    120_000,
  );

  it("incident: with a baseline", async () => {
    const failing = [...(await digestsIn(incident("v1"))).values()];
    const working = [...(await digestsIn(incident("v2"))).values()];
    expect(JSON.stringify(reportOf(await back(failing), await back(working)))).toBe(
      JSON.stringify(reportOf(failing, working)),
    );
  });

  it.each(CONVERSATIONS)("$name", async ({ talk }) => {
    const digests = talk().digests();
    for (const set of subsets(digests).filter((s) => s.length > 0)) await expectSame(set, [set.map((_, i) => i === 0)]);
  });

  it("whatever was said", async () => {
    await fc.assert(
      fc.asyncProperty(talks, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), async (talk, mix) =>
        expectSame(talk.digests(), [mix]),
      ),
      { numRuns: 100 },
    );
  });
});
