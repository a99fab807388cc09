import type { Finding } from "../diagnose/finding.js";
import { fittingMtu } from "../remedy/fitting-mtu.js";
import type { Situation } from "../remedy/situation.js";
import { workingBeside } from "./judge/compare.js";
import type { Place } from "./judge/place.js";
import { headersOf } from "./sizes.js";

/** MTUs that people set, or that encapsulations leave of 1500. */
const USUAL = new Set([
  1280, 1300, 1350, 1360, 1380, 1392, 1400, 1412, 1420, 1430, 1440, 1442, 1450, 1460, 1472, 1476, 1480, 1492, 1500,
  8950, 9000,
]);
/** Linux's bridges and veths let so many bytes more through than their MTU (is_skb_forwardable allows for a VLAN tag). */
const VLAN_ALLOWANCE = 4;

/** The MTU to set for packets of `passes` bytes to be the largest: the limit itself, or the MTU of a port that lets 4 bytes more through. */
export function mtuBehind(passes: number): number {
  return !USUAL.has(passes) && USUAL.has(passes - VLAN_ALLOWANCE) ? passes - VLAN_ALLOWANCE : passes;
}

/** What remedies need to know; null for findings that no remedy of sizes mends. */
export function situationOf(p: Place, finding: Finding, places: readonly Place[]): Situation | null {
  const { direction, sizes } = finding;
  if (direction === null || finding.severity === "info") return null;
  const { facts, target } = p;
  const headers = headersOf(facts.family);
  const offered = facts.ordinary.offered;
  const sendable = facts.ordinary.sendable;
  const passed = sizes?.largestPassed ?? null;
  const icmp = finding.cause.find((t) => t.term === "icmp");
  const working = direction === "server-to-client" ? workingBeside(p, places) : null;
  return {
    direction,
    family: facts.family,
    protocol: "tcp",
    lost: sizes?.smallestLost ?? null,
    passed,
    fits: fittingMtu({
      lost: sizes?.smallestLost ?? null,
      passed: passed === null ? null : mtuBehind(passed),
      told: null,
      announced: working?.facts.ordinary.offered ?? null,
      overhead: 0,
    }),
    lastSeenAt: null,
    missingAt: null,
    tunnel: { stack: [], overhead: 0, adds: 0, place: "outside", crossed: false },
    client: { address: facts.route.source ?? "?", mss: offered === null ? null : offered - headers },
    server: { address: facts.address, port: target.port, mss: sendable === null ? null : sendable - headers },
    announced: null,
    announcedBehind: false,
    lastHop: false,
    routed: (facts.hops?.hops ?? []).every((h) => !h.isServer || h.hop > 1),
    refusal: icmp === undefined ? null : String(icmp.value),
    ptb: null,
  };
}
