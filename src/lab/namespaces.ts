import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { killAll, run } from "./command.js";

/** Every namespace of the lab starts with this, and nothing else does. */
const PREFIX = "hopscope-lab-";
/** Where `ip netns` keeps its names. */
const NAMES = "/run/netns";

let serial = 0;

/**
 * The namespaces of one scenario at work. Names carry the pid of the process that owns them, or `up` where they shall
 * outlive it, so that whoever cleans up can tell what is in use.
 */
export class Namespaces {
  readonly #prefix: string;
  readonly #made = new Set<string>();
  readonly #undo: (() => Promise<void>)[] = [];
  readonly #folders: string[] = [];

  constructor(lasting = false) {
    this.#prefix = `${PREFIX}${lasting ? "up" : process.pid}-${lasting ? "" : `${++serial}-`}`;
    if (!lasting) alive.add(this);
  }

  name(host: string): string {
    return this.#prefix + host;
  }

  async add(host: string): Promise<void> {
    await run(["ip", "netns", "add", this.name(host)]);
    this.#made.add(host);
  }

  /** `argv` as it must be started to run inside the namespace of a host (nsenter: `ip netns exec` would remount /sys). */
  inside(host: string, argv: readonly string[]): string[] {
    return ["nsenter", `--net=${NAMES}/${this.name(host)}`, ...argv];
  }

  /** A folder that goes with the namespaces. */
  folder(): string {
    const dir = mkdtempSync(join(tmpdir(), PREFIX));
    this.#folders.push(dir);
    return dir;
  }

  /** Something else of this scenario to be undone; the last first. */
  afterwards(undo: () => Promise<void>): void {
    this.#undo.unshift(undo);
  }

  async remove(): Promise<void> {
    for (const undo of this.#undo.splice(0)) await undo().catch(() => {});
    for (const host of this.#made) await run(["ip", "netns", "del", this.name(host)]).catch(() => {});
    this.#made.clear();
    this.#removeFolders();
    alive.delete(this);
  }

  #removeFolders(): void {
    for (const dir of this.#folders.splice(0)) rmSync(dir, { recursive: true, force: true });
  }

  removeNow(): void {
    this.#removeFolders();
    for (const host of this.#made) spawnSync("ip", ["netns", "del", this.name(host)]);
  }
}

const alive = new Set<Namespaces>();
let guarded = false;

/** Removes namespaces and processes when this process is interrupted or fails, then lets it end as it would have. */
export function cleanUpOnExit(): void {
  if (guarded) return;
  guarded = true;
  process.once("exit", () => {
    killAll();
    for (const namespaces of alive) namespaces.removeNow();
  });
  // Where nobody else turns an interrupt into an exit, as the command line does.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** The lab's namespaces left on this machine: those of `lab up`, and those whose process is gone. */
export function leftOver(): string[] {
  if (!existsSync(NAMES)) return [];
  return readdirSync(NAMES)
    .filter((name) => name.startsWith(PREFIX))
    .filter((name) => {
      const owner = name.slice(PREFIX.length).split("-")[0] ?? "";
      return owner === "up" || !existsSync(`/proc/${owner}`);
    });
}

/** Ends the processes inside a left-over namespace, which the lab started, and removes it. */
export async function removeLeftOver(name: string): Promise<void> {
  const pids = (await run(["ip", "netns", "pids", name]).catch(() => "")).split(/\s+/).filter(Boolean).map(Number);
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  await run(["ip", "netns", "del", name]);
}
