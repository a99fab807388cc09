import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { basename, join } from "node:path";
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

  /** Gives the namespace of a process the name of a host. */
  async adopt(host: string, pid: number): Promise<void> {
    await run(["ip", "netns", "attach", this.name(host), String(pid)]);
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
    for (const host of this.#made) await removeNamespace(this.name(host)).catch(() => {});
    this.#made.clear();
    this.#removeFolders();
    alive.delete(this);
  }

  #removeFolders(): void {
    for (const dir of this.#folders.splice(0)) {
      rmSync(dir, { recursive: true, force: true });
      removeCgroups(basename(dir));
    }
  }

  removeNow(): void {
    for (const host of this.#made) {
      killPids(spawnSync("ip", ["netns", "pids", this.name(host)], { encoding: "utf8" }).stdout ?? "");
      spawnSync("ip", ["netns", "del", this.name(host)]);
    }
    this.#removeFolders();
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

/** Ends the processes inside a namespace of the lab, all of which the lab started, and removes it. */
export async function removeNamespace(name: string): Promise<void> {
  killPids(await run(["ip", "netns", "pids", name]).catch(() => ""));
  await run(["ip", "netns", "del", name]);
}

function killPids(listed: string): void {
  for (const pid of listed.split(/\s+/).filter(Boolean)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

/** What a container engine that was given this cgroup made below it; of version 1, or of version 2. */
function removeCgroups(name: string): void {
  const root = "/sys/fs/cgroup";
  const hierarchies = existsSync(root) ? readdirSync(root).map((hierarchy) => join(root, hierarchy, name)) : [];
  for (const top of [join(root, name), ...hierarchies]) {
    if (!existsSync(top)) continue;
    const below = readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const dir of [...below.map((entry) => join(top, entry.name)), top]) {
      try {
        rmdirSync(dir);
      } catch {
        // Its last process has not gone yet; an empty cgroup harms nobody.
      }
    }
  }
}
