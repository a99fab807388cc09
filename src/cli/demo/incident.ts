import { fileURLToPath } from "node:url";
import { analyzeFiles } from "../../node/analyze.js";
import { UserError } from "../../node/errors.js";
import type { Report, ReportFinding, ReportFlow } from "../../report/contract.js";
import { type TcpFrame, tcpFramesOf } from "./frames.js";

/** From the client to the server. */
export const POINTS = [
  "container",
  "vm",
  "vm-port",
  "hypervisor-vxlan",
  "hypervisor-nic",
  "border-nic",
  "border-lan",
] as const;

/** The same from src/cli/demo/ and dist/cli/demo/, in the repository and in the package. */
const FOLDER = new URL("../../../fixtures/incident/", import.meta.url);

export type Round = "v1" | "v2";

function captureOf(round: Round, point: string): string {
  return fileURLToPath(new URL(`${round}/${point}.pcap`, FOLDER));
}

/** A round of the incident, and what of its report the story needs. */
export interface Incident {
  report: Report;
  primary: ReportFinding;
  /** MSS of the flow that fails and of the one that works, with the frames that show them. */
  mss: { failing: number; working: number; frames: { point: string; frame: number }[] };
  flow: ReportFlow;
}

export async function readIncident(round: Round): Promise<Incident> {
  const report = await analyzeFiles(POINTS.map((point) => captureOf(round, point)));
  const primary = report.findings.find((f) => f.role === "primary");
  const mismatch = report.findings.find((f) => f.code === "mss-mismatch");
  const flow = report.flows.find((f) => f.id === primary?.flows[0]);
  const [failing, working] = ["mss-failing", "mss-working"].map((term) =>
    Number(mismatch?.cause.find((t) => t.term === term)?.value),
  );
  if (primary === undefined || mismatch === undefined || flow === undefined)
    throw new UserError("demo-captures", "the captures of the demo are not what they were", "npm install hopscope");
  const frames = mismatch.evidence.map((e) => ({ point: e.vantagePoint, frame: e.frame ?? 0 }));
  return { report, primary, mss: { failing, working, frames }, flow };
}

/** The frames that carry the lost bytes where they were seen last, and all that came from the server where they are missing. */
export async function framesAroundTheLoss(round: Round, { primary, flow }: Incident) {
  const { lastSeenAt, missingAt } = primary.location;
  const lost = Number(/\d+$/.exec(primary.evidence[0].filter ?? "")?.[0]);
  const before = await fromServer(round, lastSeenAt ?? "", flow);
  const after = await fromServer(round, missingAt ?? "", flow);
  return { sent: before.filter((f) => f.sequence === lost && f.length > 0), came: after, base: baseOf(before) };
}

export async function frameAt(round: Round, point: string, number: number): Promise<TcpFrame | undefined> {
  return (await tcpFramesOf(captureOf(round, point))).find((f) => f.number === number);
}

async function fromServer(round: Round, point: string, flow: ReportFlow): Promise<TcpFrame[]> {
  const ends = flow.endpoints.find((e) => e.at === point);
  const frames = await tcpFramesOf(captureOf(round, point));
  return frames.filter((f) => f.source === ends?.server && f.destination === ends.client);
}

const SYN = 0x02;

function baseOf(frames: readonly TcpFrame[]): number {
  return frames.find((f) => f.flags & SYN)?.sequence ?? 0;
}
