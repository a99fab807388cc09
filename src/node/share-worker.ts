import { parentPort, workerData } from "node:worker_threads";
import { packFlows } from "../flow/packed/pack.js";
import { reduceCaptures } from "./reduce-captures.js";
import { type PackedDigest, type ShareOrder, stopOf } from "./shares.js";

/** Reads one share of a source in a thread of its own, and posts its digests. */
const { source, share, decode, stop } = workerData as ShareOrder;
const { digests } = await reduceCaptures(source, share, { decode, stop: stopOf(stop) });
const packed = digests.map(
  (digest): PackedDigest => ({ digest: { ...digest, tcp: [] }, flows: packFlows(digest.tcp) }),
);
parentPort?.postMessage(
  packed,
  packed.map(({ flows }) => flows.numbers.buffer),
);
