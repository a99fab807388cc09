import { expect, it } from "vitest";
import { rulingsOn } from "../lab/court/verdict.js";
import { reportOf, subsets } from "../support/digests.js";
import { CONVERSATIONS } from "./conversations.js";

it.each(CONVERSATIONS)("$name", ({ talk, verdict }) => {
  expect(rulingsOn(talk().digests())).toEqual(verdict);
});

it.each(CONVERSATIONS)("$name: what is not proven names the capture that would decide", ({ talk }) => {
  for (const left of subsets(talk().digests())) {
    const open = reportOf(left).findings.filter((f) => f.certainty !== "proven" && f.role !== "context");
    for (const { code, next } of open) expect(`${code}: ${next}`).toMatch(/tcpdump -ni any -s (192|256) -w/);
  }
});
