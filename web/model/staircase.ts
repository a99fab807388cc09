import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { ReportFinding } from "../../src/report/contract.js";
import type { PathModel } from "./path.js";

/** Room for the inner packet on each link of a path, in one direction: IP bytes. */
export interface Step {
  /** Index of the link in the path. */
  link: number;
  from: string;
  to: string;
  /** Largest that is known to pass. */
  passes: number | null;
  /** Smallest that is known to be lost. */
  stops: number | null;
  /** Room that an end of the link announces (MSS and headers): what stands behind the break, not yet met. */
  announced: { by: string; mtu: number } | null;
  overhead: number;
}

export type Fate = "passes" | "stops" | "unknown";

export function staircase(path: PathModel, direction: FlowDirection, finding: ReportFinding | null): Step[] {
  const toServer = direction === "client-to-server";
  const walls = wallsOf(path, toServer, finding);
  return path.links.map((link, i) => {
    const lane = toServer ? link.toServer : link.toClient;
    const ends = [path.points[i].name, path.points[i + 1].name];
    const [from, to] = toServer ? ends : ends.reverse();
    return {
      link: i,
      from,
      to,
      passes: lane.delivered,
      stops: lane.lost,
      announced: walls.get(i) ?? null,
      overhead: link.overhead,
    };
  });
}

/** A point that announces a smaller MSS has a smaller port: the link on its side towards the sender. */
function wallsOf(path: PathModel, toServer: boolean, finding: ReportFinding | null): Map<number, Step["announced"]> {
  const walls = new Map<number, Step["announced"]>();
  for (const { phrases } of finding?.remedies ?? []) {
    if (phrases.nextWall?.key !== "remedy.wall.announced") continue;
    const { point, mtu } = phrases.nextWall.params;
    const at = path.points.findIndex((p) => p.name === point);
    const link = toServer ? at - 1 : at;
    if (at >= 0 && path.links[link] !== undefined) walls.set(link, { by: String(point), mtu: Number(mtu) });
  }
  return walls;
}

/** What a packet of `size` bytes meets on a link, by what the captures show. */
export function fateOn(step: Step, size: number): Fate {
  if (step.stops !== null && size >= step.stops) return "stops";
  if (step.passes !== null && size <= step.passes) return "passes";
  if (step.announced !== null && size > step.announced.mtu) return "stops";
  return "unknown";
}

/** The first link, in the direction of travel, that decides what becomes of a packet of `size` bytes. */
export function fateAlong(steps: readonly Step[], size: number, toServer: boolean): { fate: Fate; step: Step | null } {
  const ordered = toServer ? steps : [...steps].reverse();
  const stop = ordered.find((s) => fateOn(s, size) === "stops");
  if (stop !== undefined) return { fate: "stops", step: stop };
  const untried = ordered.find((s) => fateOn(s, size) === "unknown");
  return untried === undefined ? { fate: "passes", step: null } : { fate: "unknown", step: untried };
}
