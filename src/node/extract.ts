import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "../capture/frame.js";
import { ANALYSIS_PORTS } from "../dissect/ports.js";
import { Anonymizer } from "../extract/anonymize/anonymizer.js";
import { Collected } from "../extract/collected.js";
import { copyOf } from "../extract/copy.js";
import { Selection } from "../extract/selection.js";
import { VantageKeys } from "../flow/vantage-keys.js";
import type { Report } from "../report/contract.js";
import { type AnalyzeOptions, analyzeFiles } from "./analyze.js";
import { type CaptureSource, captureSources } from "./capture-set.js";
import { readSource } from "./read-source.js";
import { spoolStdin } from "./spool.js";

export interface ExtractOptions extends AnalyzeOptions {
  /** Replaces addresses and names, and cuts payload; 16 bytes. */
  key?: Uint8Array;
  /** Name and version of the program, for the file's header. */
  application: string;
}

export interface Extract {
  report: Report;
  frames: number;
  /** Ids of flows that are there in part only, and of those left out for want of room. */
  sampled: string[];
  leftOut: string[];
  /** The pcapng file, piece by piece. */
  file: Iterable<Uint8Array>;
}

/** Analyzes captures, and takes out of them the frames that prove the findings. Throws UserError. */
export async function extractFiles(files: readonly string[], options: ExtractOptions): Promise<Extract> {
  const folder = await mkdtemp(join(tmpdir(), "hopscope-"));
  try {
    // They are read three times, which standard input cannot be.
    const stored = await spoolStdin(files, folder, options.signal);
    const { report, read } = await analyzed(stored, options);
    const selection = new Selection(report, ANALYSIS_PORTS);
    await read((point, frame) => selection.survey(point, frame));
    selection.decide();
    const anonymizer = options.key === undefined ? null : new Anonymizer(options.key, ANALYSIS_PORTS);
    const collected = new Collected();
    await read((point, frame) => {
      const reasons = selection.reasonsFor(point, frame);
      if (reasons === null) return;
      const { seconds, nanos, wireLength, direction } = frame;
      const bytes = anonymizer?.frame(frame, point) ?? copyOf(frame);
      const comments = reasons.map((reason) => anonymizer?.text(reason) ?? reason);
      collected.add(point, frame.linkType, { seconds, nanos, bytes, wireLength, direction, comments });
    });
    const { sampled, leftOut } = selection.limits;
    const rank = (id: string) => report.path.indexOf(id) + 1 || report.path.length + 1;
    const points = [...report.vantagePoints].sort((a, b) => rank(a.id) - rank(b.id));
    const about = aboutOf(report, sampled, leftOut, anonymizer !== null);
    return {
      report,
      frames: collected.frames,
      sampled,
      leftOut,
      file: collected.file(points, options.application, about),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Reading = (sink: (point: string, frame: Frame) => void) => Promise<void>;

/** The report, and a way to read every frame again with the id of its vantage point. */
async function analyzed(files: readonly string[], options: ExtractOptions): Promise<{ report: Report; read: Reading }> {
  const named = new Map<string, ReadonlyMap<string, string>>();
  const identity = (source: CaptureSource) => [source.name, ...source.files].join("\0");
  const report = await analyzeFiles(files, {
    ...options,
    framesOnly: true,
    onNames: (source, names) => named.set(identity(source), names),
  });
  const own = new Set(report.vantagePoints.filter((v) => !v.baseline).map((v) => v.id));
  const sources = [
    ...captureSources(files).map((source) => ({ source, baseline: false })),
    ...captureSources(options.baseline ?? []).map((source) => ({ source, baseline: true })),
  ];
  const read: Reading = async (sink) => {
    for (const { source, baseline } of sources) {
      const names = named.get(identity(source));
      const keys = new VantageKeys();
      await readSource(
        source,
        keys,
        (frame, key) => {
          const name = names?.get(key);
          if (name !== undefined) sink(baseline && own.has(name) ? `baseline:${name}` : name, frame);
        },
        { signal: options.signal },
      );
    }
  };
  return { report, read };
}

function aboutOf(
  report: Report,
  sampled: readonly string[],
  leftOut: readonly string[],
  anonymized: boolean,
): string[] {
  const findings = report.findings.map(({ code, certainty, location: { lastSeenAt, missingAt } }) => {
    const place = lastSeenAt === null && missingAt === null ? "" : `, ${lastSeenAt ?? "?"} -> ${missingAt ?? "?"}`;
    return `${code} (${certainty})${place}`;
  });
  const parts = [
    ...(sampled.length > 0 ? [`in part only: ${sampled.join(", ")}`] : []),
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
    ...(anonymized ? ["addresses and names are replaced, payload is cut off"] : []),
  ];
  return [`hopscope extract: ${findings.length > 0 ? findings.join("; ") : "nothing was found"}`, ...parts];
}
