import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NotACapture } from "../../dist/capture/errors.js";
import { openCaptureReader } from "../../dist/capture/reader.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The project's own captures; those of others are read where they are, if they are there. */
const FOLDERS = [
  join(ROOT, "test", "fuzz", "corpus"),
  join(ROOT, "fixtures"),
  join(ROOT, "..", "shared", "captures", "public", "captures"),
];

/** Whole files are damaged only up to this size: large ones are slow and no more instructive. */
const LARGEST_FILE = 16 * 1024;
const MAX_FRAMES_PER_FILE = 64;

/** All files and frames to begin with: `files` as bytes, `frames` as `{ bytes, linkType }`. */
export function loadCorpus() {
  const files = [];
  const frames = [];
  for (const path of FOLDERS.flatMap(filesBelow)) {
    const bytes = new Uint8Array(readFileSync(path));
    if (bytes.length <= LARGEST_FILE) files.push(bytes);
    let taken = 0;
    const reader = openCaptureReader((frame) => {
      if (taken++ >= MAX_FRAMES_PER_FILE) return;
      frames.push({ bytes: frame.bytes.slice(frame.start, frame.end), linkType: frame.linkType });
    });
    try {
      reader.push(bytes);
      reader.end();
    } catch (error) {
      if (!(error instanceof NotACapture)) throw error;
    }
  }
  return { files, frames };
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : /\.pcap(ng)?$/.test(path) ? [path] : []));
}
