import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listScenarios } from "../../../src/lab/catalogue.js";
import { differences } from "../../../src/lab/verdict.js";
import { hopscope } from "../../support/hopscope.js";
import { type Appeal, appeals, SEEDS } from "./appeals.js";
import { captured, MINUTES } from "./captures.js";
import { reportsOn } from "./digests.js";
import { SOURCES } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import { MUTANTS } from "./mutants.js";
import { survivors } from "./mutation.js";
import { lineOf, verdictOn } from "./verdict.js";

const scenarios = listScenarios();
let folder: string;
let first: Map<string, Exhibit[]>;
let second: Map<string, Exhibit[]>;
/** What appeals and mutants are heard on: the first captures, but for a scenario that was heard on its second. */
let heardOn: Map<string, Exhibit[]>;
/** On a busy machine packets overtake each other, in one capture of so many scenarios just where its fault sets in: that is another fault. */
const STALLED = 1;

const firstFolder = () => process.env.LAB_CAPTURES ?? join(folder, "first");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-court-"));
  first = await captured(firstFolder());
  second = await captured(join(folder, "second"));
  heardOn = new Map(first);
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
  "a verdict weakens with its evidence, and never becomes a wrong one",
  () => {
    const heard: Record<Appeal["kind"], number> = { order: 0, subset: 0, missing: 0, clocks: 0, snaplen: 0, tally: 0 };
    const changed = (name: string, exhibits: readonly Exhibit[]) => {
      const wrong: string[] = [];
      for (const seed of SEEDS) {
        for (const appeal of appeals(exhibits, SOURCES, seed)) {
          heard[appeal.kind]++;
          if (appeal.wrong.length > 0)
            wrong.push([`${name} (seed ${seed})`, appeal.kind, appeal.what, ...appeal.wrong].join("\n  "));
        }
      }
      return wrong;
    };
    const wrong: string[] = [];
    const stalled: string[] = [];
    for (const [name, exhibits] of first) {
      const once = changed(name, exhibits);
      if (once.length === 0) continue;
      stalled.push(name);
      process.stdout.write(`heard again on another capture:\n${once.join("\n")}\n`);
      const other = second.get(name) as Exhibit[];
      heardOn.set(name, other);
      wrong.push(...(stalled.length > STALLED ? once : changed(name, other)));
    }
    process.stdout.write(`appeals heard: ${JSON.stringify(heard)}; changed verdicts: ${wrong.length}\n`);
    expect(Math.min(...Object.values(heard))).toBeGreaterThan(100 * SEEDS.length);
    expect(wrong).toEqual([]);
  },
  10 * MINUTES,
);

it(
  "every rule broken on purpose is found out, and the sound rules are not",
  async () => {
    const sound = new Map([...heardOn].map(([name, exhibits]) => [name, digests(exhibits)]));
    expect(await survivors(MUTANTS, { scenarios, captures: heardOn, digests: sound }, folder)).toEqual([]);
  },
  20 * MINUTES,
);

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
