import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root, with a slash at the end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Run {
  /** Null where a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What standard input holds; it is empty otherwise. */
  stdin?: Uint8Array | string;
  cwd?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
}

/** Runs the built command line as a user would, on the Node that runs the tests. */
export function hopscope(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return run(process.execPath, [`${ROOT}bin/hopscope`, ...args], options);
}

/** Runs any program to its end; resolves whatever its status, rejects where it cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd ?? ROOT, env: { ...process.env, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (status, signal) =>
      resolve({ status, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    // A program that ends without reading its input closes the pipe: no concern of the test.
    child.stdin.on("error", () => {});
    child.stdin.end(options.stdin ?? "");
  });
}
