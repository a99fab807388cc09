import { expect, it } from "vitest";
import { fittingMtu } from "../../src/remedy/fitting-mtu.js";

const nothing = { lost: 1500, passed: null, told: null, announced: null, overhead: 0 };

it.each([
  ["a PTB before all else", { ...nothing, told: 1400, announced: 1450, passed: 1450 }, 1400, "ptb", true],
  ["what a flow that works has", { ...nothing, announced: 1450, passed: 1450 }, 1450, "flow", true],
  ["the same, when no packet of that size was seen", { ...nothing, announced: 1450, passed: 900 }, 1450, "flow", false],
  ["the usual 1500 less the encapsulation", { ...nothing, passed: 900, overhead: 50 }, 1450, "standard", false],
  ["the usual 1500 for jumbo packets", { ...nothing, lost: 9000, passed: 900 }, 1500, "standard", false],
  ["the same, seen to pass", { ...nothing, passed: 1450, overhead: 50 }, 1450, "passed", true],
  ["more than that, seen to pass", { ...nothing, lost: 9000, passed: 8950, overhead: 50 }, 8950, "passed", true],
  ["the largest that passed", { ...nothing, passed: 1377 }, 1377, "passed", true],
  ["nothing where only small packets passed", { ...nothing, passed: 900 }, null, "unknown", false],
  ["no MTU that is not below what was lost", { ...nothing, announced: 1500, passed: 900 }, null, "unknown", false],
] as const)("takes %s", (_, known, mtu, by, proven) => {
  expect(fittingMtu(known)).toEqual({ mtu, by, proven });
});
