import { type ChildProcess, spawn } from "node:child_process";
import { UserError } from "../node/errors.js";

/** Something the lab needs failed; `message` holds the command line and what it said. */
export class LabFailed extends UserError {
  constructor(message: string, hint: string | null = null) {
    super("lab-failed", message, hint);
  }
}

/** Every process the lab has started and that still runs; nothing else is ever signalled. */
const running = new Set<ChildProcess>();

/** Runs a command to its end, without a shell, and returns its standard output. Throws LabFailed. */
export async function run(argv: readonly string[], input = ""): Promise<string> {
  const child = start(argv);
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const code = await ended(child);
  if (code !== 0) throw new LabFailed(`\`${argv.join(" ")}\` failed (${code}): ${(err || out).trim()}`);
  return out;
}

/** Starts a command without a shell; it is ended by {@link stop}, or with the lab. */
export function start(argv: readonly string[]): ChildProcess {
  const [command = "", ...rest] = argv;
  const child = spawn(command, rest, { stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Resolves to the exit status once the process is gone and its output was read. */
export function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new LabFailed(
          `cannot start \`${child.spawnargs[0]}\`: ${error.message}`,
          `apt-get install ${packageOf(child.spawnargs[0])}`,
        ),
      ),
    );
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
}

/** Ends a process the lab started: politely, then not. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (!running.has(child)) return;
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
  await gone;
  clearTimeout(timer);
}

/** Kills whatever still runs, at once: the last resort on the way out. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const packageOf = (command = ""): string =>
  ({
    ip: "iproute2",
    bridge: "iproute2",
    tc: "iproute2",
    nsenter: "util-linux",
    nft: "nftables",
    ip6tables: "iptables",
    sysctl: "procps",
  })[command] ?? command;
