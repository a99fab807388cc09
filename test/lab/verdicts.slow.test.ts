import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { listScenarios } from "../../src/lab/catalogue.js";

it("every scenario gets the verdict that is true", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["bin/hopscope", "lab", "test", "--all", "--json"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr).toBe("");
  const judgements = JSON.parse(stdout) as { scenario: string; differences: string[] }[];
  expect(judgements.length).toBe(listScenarios().length);
  expect(judgements.filter((judgement) => judgement.differences.length > 0)).toEqual([]);
});
