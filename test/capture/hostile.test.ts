import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotACapture } from "../../src/capture/errors.js";
import { openCaptureReader } from "../../src/capture/reader.js";
import { incidentCaptures } from "../support/incident.js";
import { concat, hex, u32 } from "./bytes.js";
import { type KeptFrame, keep } from "./read-all.js";

const CORPUS = [
  ...incidentCaptures("v1").slice(0, 2),
  ...["blocks-little.pcapng", "blocks-big.pcapng"].map(
    (name) => new URL(`../fuzz/corpus/${name}`, import.meta.url).pathname,
  ),
].map((file) => new Uint8Array(readFileSync(file)));

/** What a reader makes of a file that comes in pieces; an input that is no capture makes one word. */
function outcome(file: Uint8Array, sizes: readonly number[]) {
  const frames: KeptFrame[] = [];
  const blocks: number[][] = [];
  const reader = openCaptureReader(
    (frame) => frames.push(keep(frame)),
    (...block) => blocks.push(block),
  );
  try {
    for (let at = 0, i = 0; at < file.length; i++) {
      const next = at + (sizes[i % sizes.length] || 1);
      reader.push(file.slice(at, next));
      at = next;
    }
    reader.end();
  } catch (error) {
    if (error instanceof NotACapture) return error.code;
    throw error;
  }
  return { frames, blocks, damage: reader.damage, interfaces: reader.interfaces };
}

/** A file of the corpus, some bytes changed, perhaps cut. */
const damaged = fc
  .tuple(
    fc.constantFrom(...CORPUS),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
    fc.option(fc.nat()),
  )
  .map(([file, changes, cut]) => {
    const copy = file.slice(0, cut === null ? file.length : cut % file.length);
    for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  });

describe("hostile captures", () => {
  it("say the same whatever the pieces they come in", () => {
    fc.assert(
      fc.property(
        damaged,
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
        (file, sizes) => {
          expect(outcome(file, sizes)).toEqual(outcome(file, [file.length]));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("never throw but for what is no capture", () => {
    const magics = ["d4c3b2a1", "a1b2c3d4", "4d3cb2a1", "34cdb2a1", "0a0d0d0a1c0000004d3c2b1a0100", ""].map(hex);
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 400 }), (magic, bytes) => {
        outcome(concat(magic, bytes), [bytes.length + 20]);
      }),
      { numRuns: 2000 },
    );
  });

  it("take no memory for what they only promise", () => {
    const header = hex("d4c3b2a1 0200 0400 00000000 00000000 ffffff7f 01000000");
    const promise = concat(new Uint8Array(8), u32(60 * 1024 * 1024, true), u32(60 * 1024 * 1024, true));
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 50 }, () => {
      const reader = openCaptureReader(() => {});
      reader.push(concat(header, promise, new Uint8Array(1000)));
      return reader;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    for (const reader of readers) {
      reader.end();
      expect(reader.damage?.what).toContain("cut");
    }
  });
});
