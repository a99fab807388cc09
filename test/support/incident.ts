import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./hopscope.js";

/** Paths of the seven captures of one round of the founding incident, in the order of the alphabet. */
export function incidentCaptures(round: "v1" | "v2"): string[] {
  const folder = join(ROOT, "fixtures", "incident", round);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".pcap"))
    .sort()
    .map((name) => join(folder, name));
}
