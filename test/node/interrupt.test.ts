import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/hopscope.js";

const PROGRAM = `
import { exitOnInterrupt } from "${ROOT}dist/node/interrupt.js";
exitOnInterrupt();
process.once("exit", (status) => console.log("cleaning up before", status));
setInterval(() => {}, 1000);
console.log("ready");
`;

/** Starts PROGRAM, sends it `signal` when it is ready, and resolves to how it ended. */
function interrupted(signal: NodeJS.Signals) {
  return new Promise<{ status: number | null; stdout: string }>((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM]);
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (stdout === "ready\n") child.kill(signal);
    });
    child.on("close", (status) => resolve({ status, stdout }));
  });
}

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s lets the listeners of exit clean up, and exits with %i", async (signal, status) => {
    expect(await interrupted(signal)).toEqual({ status, stdout: `ready\ncleaning up before ${status}\n` });
  });
});
