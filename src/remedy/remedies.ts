import type { Court } from "../diagnose/case.js";
import type { Finding, Phrase } from "../diagnose/finding.js";

/** One change that would mend a finding. Commands are complete lines for a shell; the rest are phrases. */
export interface Remedy {
  id: string;
  title: Phrase;
  commands: string[];
  scope: Phrase;
  needs: Phrase;
  /** Whether it alone lets the finding's packets through to the receiver. */
  sufficient: boolean;
  /** What the packets meet next when it is applied alone; null when nothing. */
  nextWall: Phrase | null;
  verify: Phrase;
  rollback: Phrase;
}

export function remediesFor(_court: Court, _finding: Finding): Remedy[] {
  return [];
}
