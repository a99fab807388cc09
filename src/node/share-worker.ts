import { parentPort, workerData } from "node:worker_threads";
import { reduceCaptures } from "./reduce-captures.js";
import { type ShareOrder, stopOf } from "./shares.js";

/** Reads one share of a source in a thread of its own, and posts its digests. */
const { source, share, decode, stop } = workerData as ShareOrder;
const { vantages, read } = await reduceCaptures(source, share, { decode, stop: stopOf(stop) });
const packed = vantages.finishShare(read);
parentPort?.postMessage(
  packed,
  packed.map(({ flows }) => flows.numbers.buffer),
);
