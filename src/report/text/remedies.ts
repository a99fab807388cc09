import { say } from "../../messages/say.js";
import type { ReportRemedy } from "../contract.js";
import { drawWithCommand } from "./evidence.js";
import type { Page } from "./page.js";
import { padEnd, widthOf } from "./width.js";

/** What to change, numbered, the smallest change first. */
export function drawRemedies(page: Page, remedies: readonly ReportRemedy[]): void {
  if (remedies.length === 0) return;
  page.heading(page.say("report.remedies"));
  remedies.forEach((r, i) => {
    page.gap();
    drawRemedy(page, r, i + 1);
  });
}

const PARTS = ["scope", "needs", "nextWall", "verify", "rollback"] as const;

function drawRemedy(page: Page, r: ReportRemedy, number: number): void {
  const { phrases } = r;
  if (phrases.title !== null) page.paragraph(say(page.words, phrases.title), `  ${number}. `, page.paint.strong);
  page.line(
    `     ${r.sufficient ? page.paint.good(`✓ ${page.say("report.sufficient")}`) : page.paint.warn(`! ${page.say("report.insufficient")}`)}`,
  );
  for (const command of r.commands)
    page.line(command.startsWith("#") ? `       ${page.paint.faint(command)}` : `       $ ${command}`);
  const labels = Math.max(...PARTS.map((part) => widthOf(page.say(`report.remedy-${part}`))));
  for (const part of PARTS) {
    const phrase = phrases[part];
    if (phrase !== null) drawWithCommand(page, phrase, `     ${padEnd(page.say(`report.remedy-${part}`), labels)}  `);
  }
}
