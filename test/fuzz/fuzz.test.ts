import { expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";

/** A short run on every change; FUZZ_COUNT asks for more, up to the million that a release is worth. */
const COUNT = process.env.FUZZ_COUNT ?? "20000";

it(`${COUNT} damaged captures and frames crash nothing, hang nothing, and take no memory`, async () => {
  const { status, stdout, stderr } = await run(process.execPath, [`${ROOT}test/fuzz/run.mjs`, "--count", COUNT]);
  console.log(stdout.trim());
  expect([status, stderr]).toEqual([0, ""]);
}, 3_600_000);
