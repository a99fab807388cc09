import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Digest } from "../../../src/flow/digest.js";
import type { Scenario } from "../../../src/lab/scenario.js";
import { differences } from "../../../src/lab/verdict.js";
import type { Conversation } from "../../diagnose/conversations/conversation.js";
import { CONVERSATIONS } from "../../diagnose/conversations.js";
import { ROOT } from "../../support/hopscope.js";
import { appeals } from "./appeals.js";
import { type Engine, engineIn } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import type { Mutant } from "./mutants/mutant.js";
import { rulingsOn } from "./verdict.js";

/** What a mutant is tried on. */
export interface Trial {
  scenarios: readonly Scenario[];
  captures: ReadonlyMap<string, readonly Exhibit[]>;
  /** What sound rules make of every scenario's captures. */
  digests: ReadonlyMap<string, readonly Digest[]>;
}

/**
 * The mutants that no scenario, no conversation and no appeal tells from the sound rules: what they break is not tested. So is one
 * whose text is not in the build exactly once any more, so that the list keeps up with the rules.
 */
export async function survivors(mutants: readonly Mutant[], trial: Trial, folder: string): Promise<string[]> {
  const alive: string[] = [];
  // Were the sound rules found out, every mutant would seem to be.
  const sound = foundOut(await engineIn(join(ROOT, "dist")), { file: "diagnose" }, trial);
  if (sound !== null) alive.push(`the sound rules fail ${sound}`);
  for (const [i, mutant] of mutants.entries()) {
    const home = join(folder, `mutant-${i}`);
    const is = (what: string) => alive.push(`${mutant.file}: ${mutant.why} (${what})`);
    const times = breed(mutant, home);
    if (times !== 1) is(`its text occurs ${times} times`);
    else if (foundOut(await engineIn(home), mutant, trial) === null) is("nothing finds it out");
    rmSync(home, { recursive: true });
  }
  return alive;
}

/** Makes a copy of the build with one thing broken in it. Returns how often that is there. */
function breed({ file, find, replace }: Mutant, folder: string): number {
  cpSync(join(ROOT, "dist"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const path = join(folder, file);
  const sound = readFileSync(path, "utf8");
  writeFileSync(
    path,
    sound.replace(find, () => replace),
  );
  return sound.split(find).length - 1;
}

/** Folders that only read digests: what is broken there leaves those as they are. */
const JUDGES = /^(correlate|diagnose|report)\b/;

/** The first scenario or conversation whose verdict is no longer true, or changes with the evidence. */
function foundOut(
  engine: Engine,
  { file, shownBy }: Pick<Mutant, "file" | "shownBy">,
  { scenarios, captures, digests }: Trial,
): string | null {
  const first = (a: { name: string }, b: { name: string }) => Number(b.name === shownBy) - Number(a.name === shownBy);
  const wrong = (judge: () => boolean) => {
    try {
      return judge();
    } catch {
      return true;
    }
  };
  const sorted = [...scenarios].sort(first);
  const scenario = sorted.find((s) =>
    wrong(() => {
      const sound = JUDGES.test(file) ? digests.get(s.name) : undefined;
      const found = sound ?? (captures.get(s.name) ?? []).map((e) => digestOf(e, {}, engine));
      const report = engine.buildReport(engine.diagnose(engine.correlate(found)));
      return differences(report, s).length > 0;
    }),
  );
  if (scenario !== undefined) return scenario.name;
  const conversation = CONVERSATIONS.find((c) => wrong(() => !holds(c, engine)));
  if (conversation !== undefined) return conversation.name;
  const appealed = sorted.find((s) =>
    wrong(() => {
      for (const appeal of appeals(captures.get(s.name) ?? [], engine)) if (appeal.wrong.length > 0) return true;
      return false;
    }),
  );
  return appealed?.name ?? null;
}

function holds({ talk, verdict }: Conversation, engine: Engine): boolean {
  return JSON.stringify(rulingsOn(talk().digests(engine.Vantage), engine)) === JSON.stringify(verdict);
}
