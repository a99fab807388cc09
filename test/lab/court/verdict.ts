import type { Digest } from "../../../src/flow/digest.js";
import { type Engine, SOURCES } from "./engine.js";

/** What counts of a report: who is accused of what, which way and where. */
export interface Verdict {
  /** From the client's end to the server's. */
  path: string[];
  rulings: Ruling[];
}

export interface Ruling {
  role: string;
  code: string;
  certainty: string;
  direction: string | null;
  lastSeenAt: string | null;
  missingAt: string | null;
  smallestLost: number | null;
  flows: number;
  /** Of datagrams, which nobody acknowledges. */
  datagrams: boolean;
}

export function verdictOn(digests: readonly Digest[], engine: Engine = SOURCES): Verdict {
  const report = engine.buildReport(engine.diagnose(engine.correlate(digests)));
  const datagrams = new Set(report.flows.filter((f) => f.protocol !== "tcp").map((f) => f.id));
  return {
    path: report.path,
    rulings: report.findings
      .filter((f) => f.role !== "context")
      .map((f) => ({
        role: f.role,
        code: f.code,
        certainty: f.certainty,
        direction: f.direction,
        ...f.location,
        smallestLost: f.sizes?.smallestLost ?? null,
        flows: f.flows.length,
        datagrams: f.flows.every((id) => datagrams.has(id)),
      })),
  };
}

/** One line, to read and to compare. */
export function lineOf(r: Ruling): string {
  return `${r.role} ${r.code} (${r.certainty}) ${r.direction ?? "-"} ${r.lastSeenAt ?? "beyond"}>${r.missingAt ?? "beyond"} lost ${r.smallestLost ?? "-"} flows ${r.flows}`;
}

/** `ROLE CODE DIRECTION LASTSEEN>MISSING SMALLESTLOST` of every ruling. */
export function rulingsOn(digests: readonly Digest[], engine: Engine = SOURCES): string[] {
  return verdictOn(digests, engine).rulings.map(
    (r) =>
      `${r.role} ${r.code} ${r.direction ?? "-"} ${r.lastSeenAt ?? "-"}>${r.missingAt ?? "-"} ${r.smallestLost ?? "-"}`,
  );
}
