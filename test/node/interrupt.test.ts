import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";

const PROGRAM = `
import { writeSync } from "node:fs";
import { exitOnInterrupt } from "${ROOT}dist/node/interrupt.js";
exitOnInterrupt();
process.once("exit", (status) => {
  writeSync(1, "cleaning up ");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  console.log("before", status);
});
setInterval(() => {}, 1000);
console.log("ready");
`;

/** The signal has come, and its turn has not, when another begins to listen. */
const TAKEN_OVER = `
import { catchInterrupt, exitOnInterrupt } from "${ROOT}dist/node/interrupt.js";
exitOnInterrupt();
process.kill(process.pid, "SIGINT");
const { signal } = catchInterrupt();
setTimeout(() => console.log(signal.aborted), 200);
`;

/** Starts PROGRAM, sends it `signal` when it is ready, and again while it cleans up if `twice`; resolves to how it ended. */
function interrupted(signal: NodeJS.Signals, twice: boolean) {
  return new Promise<{ status: number | null; stdout: string }>((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM]);
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (stdout === "ready\n" || (twice && stdout.endsWith("cleaning up "))) child.kill(signal);
    });
    child.on("close", (status) => resolve({ status, stdout }));
  });
}

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s lets the listeners of exit clean up, and exits with %i", async (signal, status) => {
    expect(await interrupted(signal, false)).toEqual({ status, stdout: `ready\ncleaning up before ${status}\n` });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("a second %s does not cut that short", async (signal, status) => {
    expect(await interrupted(signal, true)).toEqual({ status, stdout: `ready\ncleaning up before ${status}\n` });
  });

  it("is not lost where it comes just before somebody else listens", async () => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", TAKEN_OVER]);
    expect(stdout).toBe("true\n");
  });
});
