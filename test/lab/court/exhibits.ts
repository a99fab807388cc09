import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "../../../src/capture/frame.js";
import { openCaptureReader } from "../../../src/capture/reader.js";
import { ANALYSIS_PORTS } from "../../../src/dissect/ports.js";
import { sll2 } from "../../../src/dissect/sll2.js";
import type { Digest } from "../../../src/flow/digest.js";
import type { Scenario } from "../../../src/lab/scenario.js";
import type { Random } from "../../support/random.js";
import { type Engine, SOURCES } from "./engine.js";

const LINKTYPE_SLL2 = 276;

/** The frames of one vantage point, kept so that they can be digested again, changed. */
export interface Exhibit {
  name: string;
  frames: Frame[];
  snaplen: number | null;
}

/** What is done to the frames of one vantage point before they are digested. */
export interface Change {
  /** The share of frames that the capture missed, and what decides which. */
  missing?: { share: number; random: Random };
  /** Seconds the clock is ahead. */
  ahead?: number;
  /** Bytes kept of a frame. */
  snaplen?: number;
  /** Another name, which also changes the order of the arguments. */
  name?: string;
}

/** Reads the captures of a scenario. A cooked capture of several interfaces is several vantage points, as for `analyze`. */
export function exhibitsOf(scenario: Scenario, folder: string): Exhibit[] {
  return scenario.vantagePoints.flatMap(({ name }) => {
    const byInterface = new Map<number, Frame[]>();
    const reader = openCaptureReader((frame) => {
      const cooked = frame.linkType === LINKTYPE_SLL2;
      const index = cooked ? sll2.interfaceIndex(frame.bytes, frame.start) : 0;
      const bytes = frame.bytes.slice(frame.start, frame.end);
      const frames = byInterface.get(index) ?? [];
      frames.push({ ...frame, bytes: Uint8Array.from(bytes), start: 0, end: bytes.length });
      byInterface.set(index, frames);
    });
    reader.push(readFileSync(join(folder, scenario.name, `${name}.pcap`)));
    reader.end();
    const snaplen = reader.interfaces[0]?.snaplen || null;
    if (byInterface.size === 0) return [{ name, frames: [], snaplen }];
    return [...byInterface].map(([index, frames]) => ({
      name: byInterface.size > 1 ? `${name}:${index}` : name,
      frames,
      snaplen,
    }));
  });
}

export function digestOf(exhibit: Exhibit, change: Change = {}, engine: Engine = SOURCES): Digest {
  const { missing, ahead = 0, snaplen = null, name = exhibit.name } = change;
  const vantage = new engine.Vantage(
    {
      name,
      source: name,
      interface: null,
      linkType: exhibit.frames[0]?.linkType ?? 1,
      snaplen: snaplen ?? exhibit.snaplen,
    },
    ANALYSIS_PORTS,
  );
  let number = 0;
  for (const frame of exhibit.frames) {
    if (missing !== undefined && missing.random.below(1000) < missing.share * 1000) continue;
    number++;
    vantage.add({
      ...frame,
      number,
      seconds: frame.seconds + ahead,
      end: snaplen === null ? frame.end : Math.min(frame.end, snaplen),
    });
  }
  return vantage.finish(null, null);
}
