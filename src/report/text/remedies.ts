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

/** The same by title alone, each with whether it is enough. */
export function drawTitles(page: Page, remedies: readonly ReportRemedy[]): void {
  if (remedies.length === 0) return;
  page.heading(page.say("report.remedies"));
  remedies.forEach((r, i) => {
    const mark = r.sufficient ? page.paint.good("✓") : page.paint.warn("!");
    const more = r.sufficient ? "" : `; ${page.say(enoughKey(r))}`;
    if (r.phrases.title !== null) page.paragraph(say(page.words, r.phrases.title) + more, `  ${i + 1}. ${mark} `);
  });
}

/** Key of the words for how far a remedy is known to go: a wall that was seen is more than one that cannot be ruled out. */
export function enoughKey(r: ReportRemedy): string {
  if (r.sufficient) return "report.sufficient";
  return r.phrases.nextWall?.key === "remedy.wall.announced" ? "report.insufficient" : "report.unproven";
}

const PARTS = ["scope", "needs", "nextWall", "verify", "rollback"] as const;

function drawRemedy(page: Page, r: ReportRemedy, number: number): void {
  const { phrases } = r;
  if (phrases.title !== null) page.paragraph(say(page.words, phrases.title), `  ${number}. `, page.paint.strong);
  const enough = page.say(enoughKey(r));
  page.line(`     ${r.sufficient ? page.paint.good(`✓ ${enough}`) : page.paint.warn(`! ${enough}`)}`);
  for (const command of r.commands)
    page.line(command.startsWith("#") ? `       ${page.paint.faint(command)}` : `       $ ${command}`);
  const labels = Math.max(...PARTS.map((part) => widthOf(page.say(`report.remedy-${part}`))));
  for (const part of PARTS) {
    const phrase = phrases[part];
    if (phrase !== null) drawWithCommand(page, phrase, `     ${padEnd(page.say(`report.remedy-${part}`), labels)}  `);
  }
}
