import { enReport as en } from "../messages/en-report.js";
import { say } from "../messages/say.js";
import type { Remedy } from "../remedy/remedy.js";
import type { ReportRemedy } from "./contract.js";

/** A remedy in the form of the contract: in English, and by key. */
export function reportRemedy(r: Remedy): ReportRemedy {
  return {
    id: r.id,
    title: say(en, r.title),
    commands: r.commands,
    scope: say(en, r.scope),
    needs: say(en, r.needs),
    sufficient: r.sufficient,
    nextWall: r.nextWall === null ? null : say(en, r.nextWall),
    verify: say(en, r.verify),
    rollback: say(en, r.rollback),
    phrases: {
      title: r.title,
      scope: r.scope,
      needs: r.needs,
      nextWall: r.nextWall,
      verify: r.verify,
      rollback: r.rollback,
    },
  };
}
