import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/hopscope.js";

const PROGRAM = `
import { exitOnInterrupt, whenInterrupted } from "${ROOT}dist/node/interrupt.js";
exitOnInterrupt();
whenInterrupted(() => console.log("first set up"));
const done = whenInterrupted(() => console.log("already cleaned up"));
whenInterrupted(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log("last set up");
});
whenInterrupted(() => {
  throw new Error("the interface is gone");
});
done();
setInterval(() => {}, 1000);
console.log("ready");
`;

/** Starts PROGRAM, sends it `signal` when it is ready, and resolves to how it ended. */
function interrupted(signal: NodeJS.Signals) {
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM]);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (stdout === "ready\n") child.kill(signal);
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s cleans up, newest first, and exits with %i", async (signal, status) => {
    expect(await interrupted(signal)).toEqual({
      status,
      stdout: "ready\nlast set up\nfirst set up\n",
      stderr: "hopscope: while cleaning up: the interface is gone\n",
    });
  });
});
