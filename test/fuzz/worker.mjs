import { parentPort, workerData } from "node:worker_threads";
import { loadCorpus } from "./corpus.mjs";
import { exerciseFile, exerciseFrame } from "./exercise.mjs";
import { mutate, randomFrom } from "./mutate.mjs";

/** One input in so many is a whole file; frames are where most of the code is. */
const FILES_EVERY = 8;
/** Longer than any frame of a network without offloads. */
const LONGEST_FRAME = 4096;
const LONGEST_FILE = 32 * 1024;
const LINK_TYPES = [0, 1, 9, 50, 51, 101, 104, 105, 108, 113, 127, 219, 228, 229, 239, 274, 276];

/** How much more than was captured the file says the wire carried. */
const WIRE_BEYOND = [1, 4, 20, 100, 1400, 65536, 0x7fffffff, 0xffffffff];

const { seed, from, count, progress } = workerData;
const current = new Int32Array(progress);
const { files, frames } = loadCorpus();
let slowest = { ms: 0, input: -1 };

for (let input = from; input < from + count; input++) {
  Atomics.store(current, 0, input);
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ input);
  const started = performance.now();
  try {
    if (input % FILES_EVERY === 0) oneFile(random);
    else oneFrame(random);
  } catch (error) {
    parentPort.postMessage({ failed: { input, stack: error.stack } });
    break;
  }
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { ms, input };
}
parentPort.postMessage({ done: { slowest, files: files.length, frames: frames.length } });

function oneFile(random) {
  const bytes = mutate(files[random(files.length)], files[random(files.length)], random, LONGEST_FILE);
  const sizes = [1 + random(16), 1 + random(512), bytes.length || 1];
  exerciseFile(bytes, sizes[random(sizes.length)]);
}

function oneFrame(random) {
  const { bytes: original, linkType } = frames[random(frames.length)];
  const bytes = mutate(original, frames[random(frames.length)].bytes, random, LONGEST_FRAME);
  const wireLength = random(4) === 0 ? bytes.length + WIRE_BEYOND[random(WIRE_BEYOND.length)] : bytes.length;
  exerciseFrame(bytes, random(10) === 0 ? LINK_TYPES[random(LINK_TYPES.length)] : linkType, wireLength);
}
