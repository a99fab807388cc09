import { say } from "../../messages/say.js";
import type { ReportFinding } from "../../report/contract.js";
import { Page, type TextOptions } from "../../report/text/page.js";
import { padEnd, padStart } from "../../report/text/width.js";
import { textReport } from "../../report/text.js";
import { type TcpFrame, tcpdumpLines } from "./frames.js";
import { frameAt, framesAroundTheLoss, type Incident, POINTS, readIncident } from "./incident.js";

/** IPv4 and TCP headers. */
const HEADERS = 40;
const MOST_FRAMES = 4;
/** What the hypervisor's NIC was raised to for the second round: fixtures/README.md. */
const RAISED_NIC = 1600;
const LABEL = 16;
const CELL = 15;

/** The story in parts, between which a reader may want to pause. */
export async function* story(options: TextOptions): AsyncGenerator<string> {
  const first = await readIncident("v1");
  const numbers = numbersOf(first);
  yield scene(options);
  yield await expert(options, first, numbers);
  yield says(options, first, numbers);
  const second = await readIncident("v2");
  yield secondWall(options, first, second);
  yield why(options, numbers);
  yield fix(options, first, numbers);
}

/** All from the report of the first round. */
function numbersOf({ primary, mss }: Incident) {
  const { smallestLost, largestPassed, overhead } = primary.sizes ?? {};
  const size = smallestLost ?? 0;
  const added = overhead ?? 0;
  const passed = largestPassed ?? 0;
  return {
    ...{ headers: HEADERS, failing: mss.failing, working: mss.working },
    ...{ failingMtu: mss.failing + HEADERS, workingMtu: mss.working + HEADERS },
    ...{ size, overhead: added, passed, outer: size + added, outerPassed: passed + added },
  };
}

type Numbers = ReturnType<typeof numbersOf>;

function scene(options: TextOptions): string {
  const page = new Page(options);
  page.line(page.paint.strong(page.say("demo.title")));
  page.gap();
  page.paragraph(page.say("demo.scene", { points: POINTS.length }));
  page.gap();
  page.paragraph(page.say("demo.path", { path: POINTS.join(" → ") }), "  ");
  return page.toString();
}

async function expert(options: TextOptions, incident: Incident, n: Numbers): Promise<string> {
  const page = new Page(options);
  page.heading(`1. ${page.say("demo.expert")}`);
  page.gap();
  page.paragraph(page.say("demo.expert-mss", { ...n }));
  for (const { point, frame } of incident.mss.frames) {
    const found = await frameAt("v1", point, frame);
    if (found !== undefined) drawFrames(page, point, [found], found.sequence);
  }
  const { sent, came, base } = await framesAroundTheLoss("v1", incident);
  const { lastSeenAt, missingAt } = incident.primary.location;
  page.gap();
  page.paragraph(
    page.say("demo.expert-sent", { ...n, stack: stackOf(page, incident), point: lastSeenAt ?? "", tries: sent.length }),
  );
  drawFrames(page, lastSeenAt ?? "", sent, base);
  page.gap();
  page.paragraph(page.say("demo.expert-missing", { point: missingAt ?? "" }));
  drawFrames(page, missingAt ?? "", came, base);
  return page.toString();
}

function drawFrames(page: Page, point: string, frames: readonly TcpFrame[], base: number): void {
  page.gap();
  page.line(`  ${page.paint.faint(point)}`);
  for (const frame of frames.slice(0, MOST_FRAMES)) {
    for (const line of tcpdumpLines(frame, base)) page.line(line);
  }
  const more = frames.length - MOST_FRAMES;
  if (more > 0) page.line(`       ${page.paint.faint(page.say("demo.more-frames", { count: more }))}`);
}

function says(options: TextOptions, { report, primary }: Incident, n: Numbers): string {
  const page = new Page(options);
  page.heading(`2. ${page.say("demo.says")}`);
  page.gap();
  page.paragraph(page.say("demo.says-text"));
  page.gap();
  page.line("  $ hopscope analyze v1/*.pcap");
  page.gap();
  const told = new Page(options);
  told.heading(`3. ${told.say("demo.tempting")}`);
  told.gap();
  told.paragraph(told.say("demo.tempting-text", { outer: n.outer, passed: n.outerPassed }));
  told.gap();
  const wall = remedyOf(primary, "underlay-mtu")?.phrases;
  if (wall?.title != null) told.paragraph(say(told.words, wall.title), "  ", told.paint.strong);
  if (wall?.nextWall != null) told.paragraph(say(told.words, wall.nextWall), "  ! ", told.paint.warn);
  return `${page}\n${textReport(report, { ...options, brief: true })}\n${told}`;
}

function secondWall(options: TextOptions, first: Incident, { report, primary }: Incident): string {
  const page = new Page(options);
  page.heading(`4. ${page.say("demo.second")}`);
  page.gap();
  page.paragraph(page.say("demo.second-text", { raised: RAISED_NIC }));
  page.gap();
  page.line("  $ hopscope analyze v2/*.pcap");
  const after = new Page(options);
  const { lastSeenAt, missingAt } = primary.location;
  const before = first.primary.location.missingAt ?? "";
  after.paragraph(after.say("demo.second-after", { before, from: lastSeenAt ?? "", to: missingAt ?? "" }));
  return `${page}\n${textReport(report, { ...options, brief: true })}\n${after}`;
}

function why(options: TextOptions, n: Numbers): string {
  const page = new Page(options);
  page.heading(`5. ${page.say("demo.why")}`);
  page.gap();
  page.paragraph(page.say("demo.why-inference", { ...n, outer: n.outerPassed }));
  page.gap();
  page.paragraph(page.say("demo.why-management"));
  page.gap();
  page.paragraph(page.say("demo.why-docker", { failing: n.failing, headers: n.headers }));
  return page.toString();
}

function fix(options: TextOptions, incident: Incident, n: Numbers): string {
  const page = new Page(options);
  page.heading(`6. ${page.say("demo.fix")}`);
  page.gap();
  page.paragraph(page.say("demo.fix-text"));
  page.gap();
  drawBudget(page, incident, n);
  page.gap();
  page.paragraph(page.say("demo.fix-commands"));
  page.gap();
  for (const command of remedyOf(incident.primary, "docker-mtu")?.commands ?? []) page.line(`  $ ${command}`);
  page.heading(page.say("demo.end"));
  page.gap();
  page.paragraph(page.say("demo.end-text"));
  page.gap();
  page.line("  $ hopscope analyze container.pcap vm.pcap nic.pcap");
  page.line(`  $ hopscope explain ${incident.primary.code}`);
  return page.toString();
}

/** What a packet needs and what each link has: as it was, with the NIC raised, and by both ways out. */
function drawBudget(page: Page, incident: Incident, n: Numbers): void {
  const columns = [
    { head: "demo.budget-now", packet: n.failingMtu, underlay: n.outerPassed, port: n.workingMtu },
    { head: "demo.budget-second", packet: n.failingMtu, underlay: RAISED_NIC, port: n.workingMtu },
    { head: "demo.budget-small", packet: n.workingMtu, underlay: n.outerPassed, port: n.workingMtu },
    { head: "demo.budget-large", packet: n.failingMtu, underlay: n.outer, port: n.failingMtu },
  ].map((c) => ({ ...c, outer: c.packet + n.overhead }));
  const row = (label: string, cell: (c: (typeof columns)[number]) => string) =>
    `  ${padEnd(label, LABEL)}${columns.map((c) => padStart(cell(c), CELL)).join("")}`;
  page.line(page.paint.faint(row(page.say("demo.budget-where"), (c) => page.say(c.head))));
  page.line(row(page.say("demo.budget-packet"), (c) => String(c.packet)));
  page.line(row(page.say("demo.budget-tunnel", { stack: stackOf(page, incident) }), (c) => String(c.outer)));
  page.line(row(page.say("demo.budget-underlay"), (c) => mark(page, c.underlay, c.outer)));
  page.line(row(page.say("demo.budget-port"), (c) => mark(page, c.port, c.packet)));
}

function mark(page: Page, limit: number, needed: number): string {
  return `${limit} ${page.say(limit >= needed ? "demo.fits" : "demo.fits-not")}`;
}

function stackOf(page: Page, { flow }: Incident): string {
  return page.say("report.stack", { stack: flow.encapsulation[0]?.stack.join("/") ?? "" });
}

function remedyOf(finding: ReportFinding, id: string) {
  return finding.remedies.find((r) => r.id === id);
}
