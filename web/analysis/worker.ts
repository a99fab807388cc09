import { NotACapture } from "../../src/capture/errors.js";
import { correlate } from "../../src/correlate/correlate.js";
import { diagnose } from "../../src/diagnose/diagnose.js";
import type { Digest } from "../../src/flow/digest.js";
import { needed } from "../../src/flow/retirement.js";
import { vantageName } from "../../src/flow/vantage-name.js";
import { buildReport } from "../../src/report/build.js";
import { harmless } from "../../src/report/text/harmless.js";
import { digestFile } from "./digest-file.js";
import type { Answer, Job, Progress, Unread } from "./protocol.js";

/** Often enough to be seen moving, seldom enough to cost nothing. */
const PROGRESS_INTERVAL_MS = 40;

const port = globalThis as unknown as {
  postMessage(answer: Answer): void;
  onmessage: ((event: MessageEvent<Job>) => void) | null;
};

port.onmessage = ({ data }) => {
  analyze(data).then(
    // Here and not on the page: a large report would hold the page up.
    (answer) => port.postMessage(harmless(answer)),
    (error) => port.postMessage({ kind: "bug", what: error instanceof Error ? error.message : String(error) }),
  );
};

async function analyze({ files }: Job): Promise<Answer> {
  const total = files.reduce((sum, f) => sum + f.size, 0);
  const digests: Digest[] = [];
  const unread: Unread[] = [];
  const names = vantageNames(files.map((f) => f.name));
  let before = 0;
  let framesBefore = 0;
  let told = 0;
  const tell = (part: Pick<Progress, "bytes" | "frames" | "file" | "number" | "judging">) => {
    const now = performance.now();
    if (now - told < PROGRESS_INTERVAL_MS && !part.judging) return;
    told = now;
    port.postMessage({ kind: "progress", total, count: files.length, ...part });
  };
  for (const [i, file] of files.entries()) {
    let frames = 0;
    try {
      const own = await digestFile(file, names[i], file.name, (bytes, soFar) => {
        frames = soFar;
        tell({ bytes: before + bytes, frames: framesBefore + soFar, file: file.name, number: i + 1, judging: false });
      });
      digests.push(...own);
    } catch (error) {
      unread.push(unreadOf(file.name, error));
    }
    before += file.size;
    framesBefore += frames;
  }
  tell({ bytes: total, frames: framesBefore, file: "", number: files.length, judging: true });
  if (digests.length === 0) return { kind: "failed", unread };
  return { kind: "report", report: buildReport(diagnose(correlate(needed(digests)))), unread };
}

function unreadOf(file: string, error: unknown): Unread {
  if (error instanceof NotACapture)
    return { file, why: error.code === "empty" ? "empty" : "not-capture", what: error.message };
  // The browser's own: the file changed or went away while it was read.
  if (error instanceof DOMException) return { file, why: "unreadable", what: error.message };
  throw error;
}

/** Each file is a vantage point of its own. */
function vantageNames(files: readonly string[]): string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const base = vantageName(file);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    return name;
  });
}
