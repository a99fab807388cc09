import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listScenarios } from "../../../src/lab/catalogue.js";
import { differences } from "../../../src/lab/verdict.js";
import { hopscope } from "../../support/hopscope.js";
import { captured, MINUTES } from "./captures.js";
import { reportsOn } from "./digests.js";
import { SOURCES } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import { lineOf, verdictOn } from "./verdict.js";

const scenarios = listScenarios();
let folder: string;
let first: Map<string, Exhibit[]>;
let second: Map<string, Exhibit[]>;

const firstFolder = () => process.env.LAB_CAPTURES ?? join(folder, "first");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-court-"));
  first = await captured(firstFolder());
  second = await captured(join(folder, "second"));
}, 30 * MINUTES);
afterAll(() => rm(folder, { recursive: true, force: true }));

const digests = (exhibits: readonly Exhibit[] | undefined) => (exhibits ?? []).map((e) => digestOf(e));

describe.each(scenarios)("$name", (scenario) => {
  it("gets the verdict that is true, twice", () => {
    const verdicts = [first, second].map((set) => {
      const found = digests(set.get(scenario.name));
      const report = SOURCES.buildReport(SOURCES.diagnose(SOURCES.correlate(found)));
      expect(differences(report, scenario)).toEqual([]);
      const { path, rulings } = verdictOn(found);
      // Sizes that the truth does not name depend on how far a transfer had come.
      return [path.join(), ...rulings.map((r) => lineOf({ ...r, smallestLost: null }))];
    });
    expect(verdicts[1]).toEqual(verdicts[0]);
  });
});

it(
  "hopscope lab test judges the same captures alike",
  async () => {
    const { stdout, stderr } = await hopscope(["lab", "test", "--all", "--json", "--captures", firstFolder()]);
    expect(stderr).toBe("");
    const judgements = JSON.parse(stdout) as { scenario: string; differences: string[] }[];
    expect(judgements.length).toBe(scenarios.length);
    expect(judgements.filter((judgement) => judgement.differences.length > 0)).toEqual([]);
  },
  5 * MINUTES,
);

it(
  "every scenario gets the same report from digests, and from captures beside digests",
  async () => {
    for (const scenario of scenarios) {
      const [expected, ...others] = await reportsOn(scenario, firstFolder(), folder);
      for (const report of others) expect(report, scenario.name).toBe(expected);
    }
  },
  10 * MINUTES,
);
