import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { pcapngWriter as writer } from "../../src/capture/pcapng-writer.js";
import { Vantage } from "../../src/flow/vantage.js";
import { analyzeFiles } from "../../src/node/analyze.js";
import { type Extract, extractFiles } from "../../src/node/extract.js";
import type { Report } from "../../src/report/contract.js";
import type { Talk } from "../support/talk.js";

/** A key like any other. */
export const KEY = Uint8Array.from({ length: 16 }, (_, i) => 17 * i + 3);

/** A folder for one test file, and what rids of it. */
export function scratch(): { write: (name: string, bytes: Uint8Array) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "hopscope-extract-"));
  return {
    write: (name, bytes) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What a point captured of a conversation, as a pcapng file: the frames that its digest is made of. */
export function captureOf(talk: Talk, point: string): Uint8Array {
  const blocks = [writer.section("test"), writer.interface({ name: point, linkType: 1, snaplen: 0 })];
  const add = vi.spyOn(Vantage.prototype, "add").mockImplementation((frame) => {
    blocks.push(writer.frame({ ...frame, comments: [] }));
  });
  talk.digest(point);
  add.mockRestore();
  return Buffer.concat(blocks);
}

export interface Extracted extends Extract {
  bytes: Uint8Array;
}

export async function extract(files: readonly string[], anonymous = false, baseline?: string[]): Promise<Extracted> {
  const options = { application: "test", baseline, ...(anonymous ? { key: KEY } : {}) };
  const made = await extractFiles(files, options);
  return { ...made, bytes: Buffer.concat([...made.file]) };
}

/** The report on an extract: its vantage points are interfaces of one file, `x`. */
export async function reportOnExtract(path: string): Promise<Report> {
  return analyzeFiles([`x=${path}`]);
}

/** What a report finds, without frame numbers and without what depends on the names of files. */
export function verdict(report: Report): unknown[] {
  const [only] = report.vantagePoints;
  const single = report.vantagePoints.length === 1;
  const place = (id: string | null) => (id === null ? null : single && id === only.id ? "x" : id.replace(/^x:/, ""));
  return report.findings
    .map(({ code, role, certainty, direction, location, sizes, flows }) => ({
      ...{ code, role, certainty, direction, sizes, flows: flows.length },
      location: { lastSeenAt: place(location.lastSeenAt), missingAt: place(location.missingAt) },
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
