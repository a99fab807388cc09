import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../../../src/lab/scenario.js";
import { differences } from "../../../src/lab/verdict.js";
import { CONVERSATIONS, type Conversation } from "../../diagnose/conversations.js";
import { ROOT } from "../../support/hopscope.js";
import { appeals } from "./appeals.js";
import { type Engine, engineIn } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import { MUTANTS, type Mutant } from "./mutants.js";
import { rulingsOn } from "./verdict.js";

/** The mutants that no scenario and no conversation tells from the sound rules: what they break is not tested. */
export async function survivors(
  scenarios: readonly Scenario[],
  captures: ReadonlyMap<string, readonly Exhibit[]>,
  folder: string,
): Promise<string[]> {
  const alive: string[] = [];
  for (const [i, mutant] of MUTANTS.entries()) {
    const home = join(folder, `mutant-${i}`);
    const engine = await engineIn(bred(mutant, home));
    rmSync(home, { recursive: true });
    if (foundOut(engine, mutant, scenarios, captures) === null) alive.push(`${mutant.file}: ${mutant.why}`);
  }
  return alive;
}

/** A copy of the build with one thing broken in it. Throws when that is not there exactly once, so that no mutant goes stale. */
function bred({ file, find, replace }: Mutant, folder: string): string {
  cpSync(join(ROOT, "dist"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const path = join(folder, file);
  const sound = readFileSync(path, "utf8");
  if (sound.split(find).length !== 2) throw new Error(`${file} holds ${sound.split(find).length - 1} times: ${find}`);
  writeFileSync(
    path,
    sound.replace(find, () => replace),
  );
  return folder;
}

/** The first scenario or conversation whose verdict is no longer true, or changes with the evidence. */
function foundOut(
  engine: Engine,
  { shownBy }: Mutant,
  scenarios: readonly Scenario[],
  captures: ReadonlyMap<string, readonly Exhibit[]>,
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
      const digests = (captures.get(s.name) ?? []).map((e) => digestOf(e, {}, engine));
      const report = engine.buildReport(engine.diagnose(engine.correlate(digests)));
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
