import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listScenarios } from "../../../src/lab/catalogue.js";
import { type Appeal, appeals, SEEDS } from "./appeals.js";
import { captured, MINUTES } from "./captures.js";
import { SOURCES } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import { MUTANTS } from "./mutants.js";
import { survivors } from "./mutation.js";

const scenarios = listScenarios();
let folder: string;
let first: Map<string, Exhibit[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-court-"));
  first = await captured(join(folder, "first"));
}, 15 * MINUTES);
afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  "a verdict weakens with its evidence, and never becomes a wrong one",
  () => {
    const wrong: string[] = [];
    const heard: Record<Appeal["kind"], number> = { order: 0, subset: 0, missing: 0, clocks: 0, snaplen: 0 };
    for (const [name, exhibits] of first) {
      for (const seed of SEEDS) {
        for (const appeal of appeals(exhibits, SOURCES, seed)) {
          heard[appeal.kind]++;
          if (appeal.wrong.length > 0) wrong.push([name, appeal.kind, appeal.what, ...appeal.wrong].join("\n  "));
        }
      }
    }
    process.stdout.write(`appeals heard: ${JSON.stringify(heard)}; changed verdicts: ${wrong.length}\n`);
    expect(Math.min(...Object.values(heard))).toBeGreaterThan(100 * SEEDS.length);
    expect(wrong).toEqual([]);
  },
  10 * MINUTES,
);

it(
  "every rule broken on purpose is found out by a scenario",
  async () => {
    const sound = new Map([...first].map(([name, exhibits]) => [name, exhibits.map((e) => digestOf(e))]));
    expect(await survivors(MUTANTS, { scenarios, captures: first, digests: sound }, folder)).toEqual([]);
  },
  30 * MINUTES,
);
