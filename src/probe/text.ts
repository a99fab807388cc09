import { say } from "../messages/say.js";
import type { Measurement, PathSize, Report, ReportFinding } from "../report/contract.js";
import { drawBrief } from "../report/text/brief.js";
import { drawNext, drawRuledOut } from "../report/text/evidence.js";
import { harmless } from "../report/text/harmless.js";
import { drawVerdict } from "../report/text/headline.js";
import { Page, type TextOptions } from "../report/text/page.js";
import { drawRemedies } from "../report/text/remedies.js";
import { drawSum } from "../report/text/sum.js";
import { padEnd, widthOf } from "../report/text/width.js";
import { findingsOf } from "../report/verdict.js";
import { mtuBehind } from "./situation.js";

const SLOW_MS = 2000;
const BRIEF = 8;

/** The result for people: the verdict, the table of what was measured, and what to change; one screen unless `full`. */
export function probeText(given: Report, options: TextOptions & { full: boolean }): string {
  const report = harmless(given);
  const measurements = report.measurements ?? [];
  const page = new Page(options);
  const primaries = findingsOf(report, "primary");
  if (primaries.length === 0) drawHealth(page, report, measurements);
  for (const finding of primaries) {
    page.gap();
    drawVerdict(page, report, finding);
    drawSum(page, finding);
    if (options.full) drawRuledOut(page, finding);
  }
  page.heading(page.say("probe.measured"));
  for (const m of measurements) drawMeasurement(page, m);
  drawSizes(page, measurements);
  drawBrief(page, report, findingsOf(report, "cost"), "report.costs", BRIEF);
  drawBrief(page, report, findingsOf(report, "context"), "report.context", BRIEF);
  const gravest = primaries[0];
  if (gravest !== undefined) {
    drawNext(page, gravest);
    if (options.full) drawRemedies(page, gravest.remedies);
    else drawShortly(page, gravest);
  }
  page.gap();
  page.line(page.paint.faint(cost(page, measurements)));
  return page.toString();
}

function drawHealth(page: Page, report: Report, measurements: readonly Measurement[]): void {
  const target = measurements[0]?.target ?? "?";
  const known = measurements.some((m) => m.towardsUs.mtu !== null || m.towardsServer.mtu !== null);
  const limited = report.findings.length > 0;
  const key = !known ? "probe.unmeasured" : limited ? "probe.healthy-limited" : "probe.healthy";
  page.paragraph(page.say(key, { target }), "✓ ", page.paint.good);
  const held = measurements.find((m) => m.towardsUs.phrase.key === "probe.how.held");
  if (held !== undefined) {
    const { pathMtuBefore, learntFor } = held.local;
    const family = held.family === 6 ? "-6 " : "";
    page.paragraph(
      page.say("probe.held", { mtu: pathMtuBefore ?? 0, seconds: learntFor ?? 0, family }),
      "! ",
      page.paint.warn,
    );
  }
  const slowest = Math.max(0, ...measurements.map((m) => m.connection.completedAfter ?? 0));
  if (slowest > SLOW_MS)
    page.paragraph(page.say("probe.slow", { seconds: (slowest / 1000).toFixed(1) }), "! ", page.paint.warn);
}

function drawMeasurement(page: Page, m: Measurement): void {
  const where = { address: m.address, family: m.family, from: m.from ?? "" };
  page.line(`  ${page.say(m.from === null ? "probe.at" : "probe.at-from", where)}`);
  const labels = ["probe.connection", "probe.to-server", "probe.to-us", "probe.this-host", "probe.hops", "probe.ptbs"];
  const width = Math.max(...labels.map((key) => widthOf(page.say(key))));
  const row = (key: string, text: string) => page.paragraph(text, `    ${padEnd(page.say(key), width)}  `);
  row("probe.connection", connection(page, m));
  row("probe.to-server", pathSize(page, m.towardsServer));
  row("probe.to-us", pathSize(page, m.towardsUs));
  const local = localFacts(page, m);
  if (local !== "") row("probe.this-host", local);
  if (m.hops.length > 0) row("probe.hops", m.hops.map((h) => h.address).join(" → "));
  const ptbs = m.ptbs.map((p) => page.say("probe.ptb", { mtu: p.mtu, source: p.source }));
  if (ptbs.length > 0) row("probe.ptbs", ptbs.join(page.say("report.comma")));
}

function connection(page: Page, m: Measurement): string {
  const { reached, completedAfter, roundTrip } = m.connection;
  const milliseconds = completedAfter ?? 0;
  const key = reached === "tcp" && completedAfter !== null ? "probe.connects" : `probe.reached.${reached}`;
  const parts = [page.say(key, { milliseconds })];
  if (roundTrip !== null && roundTrip > 0)
    parts.push(page.say("probe.round-trip", { milliseconds: roundTrip.toFixed(1) }));
  return parts.join(page.say("report.comma"));
}

function pathSize(page: Page, size: PathSize): string {
  const mtu = size.mtu === null ? "?" : String(size.mtu);
  const parts = [say(page.words, size.phrase)];
  if (size.fails !== null && size.mtu !== null && mtuBehind(size.mtu) !== size.mtu)
    parts.push(page.say("probe.plus-four", { mtu: mtuBehind(size.mtu) }));
  return `${padEnd(page.paint.strong(mtu), 4 + page.paint.strong(mtu).length - mtu.length)}  ${parts.join(page.say("report.comma"))}`;
}

function localFacts(page: Page, m: Measurement): string {
  const { device, deviceMtu, pathMtuBefore, pathMtuAfter, learntFor } = m.local;
  const parts: string[] = [];
  if (device !== null && deviceMtu !== null) parts.push(page.say("probe.device", { device, mtu: deviceMtu }));
  if (pathMtuBefore !== null && deviceMtu !== null && pathMtuBefore < deviceMtu)
    parts.push(
      learntFor === null
        ? page.say("probe.limited", { mtu: pathMtuBefore })
        : page.say("probe.learnt", { mtu: pathMtuBefore, seconds: learntFor }),
    );
  if (pathMtuBefore !== null && pathMtuAfter !== null && pathMtuAfter !== pathMtuBefore)
    parts.push(page.say("probe.changed", { address: m.address, before: pathMtuBefore, after: pathMtuAfter }));
  return parts.join(page.say("report.comma"));
}

/** A picture of what passes and what does not, for each direction in which something was lost. */
function drawSizes(page: Page, measurements: readonly Measurement[]): void {
  const rows = measurements.flatMap((m) =>
    (["towardsServer", "towardsUs"] as const).flatMap((side) => {
      const size = m[side];
      const label = page.say(side === "towardsUs" ? "probe.to-us" : "probe.to-server");
      return size.fails === null || size.passes === null
        ? []
        : [
            {
              label: m.from === null ? label : `${m.from} ${label}`,
              passes: size.passes,
              fails: size.fails,
              tried: size.tried,
            },
          ];
    }),
  );
  if (rows.length === 0) return;
  page.heading(page.say("probe.sizes"));
  const width = Math.max(...rows.map((r) => widthOf(r.label)));
  for (const { label, passes, fails, tried } of rows) {
    const sizes = tried.map((t) => t.size);
    const low = Math.min(passes, ...sizes);
    const high = Math.max(fails, ...sizes);
    const bar = barOf(low, high, passes, Math.max(10, page.width - width - 26));
    page.line(
      `  ${padEnd(label, width)}  ${low} ${page.paint.good(bar.passing)} ${passes}|${fails} ${page.paint.bad(bar.failing)}${high > fails ? ` ${high}` : ""}`,
    );
  }
}

function barOf(low: number, high: number, passes: number, columns: number): { passing: string; failing: string } {
  const share = high === low ? 1 : (passes - low) / (high - low);
  const passing = Math.min(columns - 1, Math.max(1, Math.round(columns * share)));
  return { passing: "━".repeat(passing), failing: "×".repeat(columns - passing) };
}

/** Titles and first commands: enough to start with. */
function drawShortly(page: Page, finding: ReportFinding): void {
  if (finding.remedies.length === 0) return;
  page.heading(page.say("report.remedies"));
  finding.remedies.forEach((r, i) => {
    const { title } = r.phrases;
    if (title !== null) page.paragraph(say(page.words, title), `  ${i + 1}. `);
    const command = r.commands.find((c) => !c.startsWith("#"));
    if (r.commands.length === 1 && command !== undefined) page.line(`       $ ${command}`);
  });
  page.line(`  ${page.paint.faint(page.say("probe.remedies-more"))}`);
}

function cost(page: Page, measurements: readonly Measurement[]): string {
  const sum = (key: keyof Measurement["cost"]) => measurements.reduce((total, m) => total + m.cost[key], 0);
  const longest = Math.max(0, ...measurements.map((m) => m.cost.milliseconds));
  return page.say("probe.cost", {
    connections: sum("connections"),
    datagrams: sum("datagrams"),
    kilobytes: Math.ceil(sum("bytes") / 1000),
    seconds: (longest / 1000).toFixed(1),
  });
}
