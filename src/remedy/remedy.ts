import type { Phrase } from "../diagnose/finding.js";

/** One change that would mend a finding. Commands are complete lines for a shell; the rest are phrases. */
export interface Remedy {
  id: string;
  title: Phrase;
  /** `<ANGLE>` brackets stand where the captures cannot know a name. */
  commands: string[];
  /** Who is affected. */
  scope: Phrase;
  /** Privileges, restarts, maintenance. */
  needs: Phrase;
  /** Whether the evidence says that it alone lets the finding's packets through to the receiver. */
  sufficient: boolean;
  /** What the packets meet next when it is applied alone; null when nothing. */
  nextWall: Phrase | null;
  verify: Phrase;
  rollback: Phrase;
}
