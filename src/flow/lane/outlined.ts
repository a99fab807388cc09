import type { HostsTally, RetiredTally } from "../retired.js";
import { OUTLINE_SIDE, OUTLINE_SIZE } from "./layout.js";

const passed = { from: 0, until: 0, size: 0, packets: 0, frame: 0 };

/** Counts so many flows of two hosts that are given up, as an outline says what there is to say of them. */
export function retireOutlined(outline: Float64Array, flows: number, hosts: HostsTally, tally: RetiredTally): void {
  tally.count(flows, outline[0], outline[1]);
  retireSide(outline, OUTLINE_SIDE, hosts.toServer);
  retireSide(outline, OUTLINE_SIDE + OUTLINE_SIZE, hosts.toClient);
}

/** Counts what passed on a side, as an outline says it from `at` on. */
function retireSide(outline: Float64Array, at: number, stretches: HostsTally["toServer"]): void {
  passed.size = outline[at];
  if (passed.size === 0) return;
  passed.frame = outline[at + 1];
  passed.packets = outline[at + 2];
  passed.from = outline[at + 3];
  passed.until = outline[at + 4];
  stretches.add(passed);
}
