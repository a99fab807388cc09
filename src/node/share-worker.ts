import { parentPort } from "node:worker_threads";
import { KEEP_ALL } from "../flow/retirement.js";
import { optimiseLater } from "./engine-flags.js";
import { reduceCaptures } from "./reduce-captures.js";
import { keptBy, type ShareOrder, stopOf } from "./shares.js";

/** Reads one share of a source in a thread of its own, posts how many connections it has and then its digests, and ends. */
async function work({ source, share, decode, alone, flags }: ShareOrder): Promise<void> {
  optimiseLater();
  const { vantages, read } = await reduceCaptures(source, share, { decode, stop: stopOf(flags) });
  const settled = vantages.settle();
  parentPort?.postMessage(settled);
  const packed = vantages.finishShare(read, alone ? keptBy(flags) : KEEP_ALL);
  parentPort?.postMessage(
    packed,
    packed.map(({ flows }) => flows.numbers.buffer),
  );
}

// Not awaited: a thread that is ended within a module that waits takes the process with it (V8 in Node 22 and 24,
// SourceTextModule::AsyncModuleExecutionFulfilled). What fails is the thread's error all the same.
parentPort?.once("message", (order: ShareOrder) => void work(order));
