import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import { UserError } from "../node/errors.js";

const NAMES = "/run/netns";

export interface Namespace {
  /** What the report calls it. */
  name: string;
  path: string;
}

/** A network namespace by `[NAME=]REF`: a file, a PID, a name of `ip netns` (or what follows the last dash of one), a container. @throws UserError */
export async function namespaceOf(given: string): Promise<Namespace> {
  const equals = given.indexOf("=");
  const name = equals > 0 ? given.slice(0, equals) : given;
  const ref = given.slice(equals > 0 ? equals + 1 : 0);
  const path = await pathOf(ref);
  if (path === null)
    throw new UserError(
      "no-such-namespace",
      `--from ${given}: neither a container, a network namespace nor a process is called that`,
      "ip netns list; docker ps",
    );
  return { name, path };
}

async function pathOf(ref: string): Promise<string | null> {
  if (ref.startsWith("/")) return existsSync(ref) ? ref : null;
  if (/^\d+$/.test(ref) && existsSync(`/proc/${ref}/ns/net`)) return `/proc/${ref}/ns/net`;
  const names = existsSync(NAMES) ? readdirSync(NAMES) : [];
  if (names.includes(ref)) return `${NAMES}/${ref}`;
  const pid = await containerPid(ref);
  if (pid !== null) return `/proc/${pid}/ns/net`;
  const ending = names.filter((name) => name.endsWith(`-${ref}`));
  return ending.length === 1 ? `${NAMES}/${ending[0]}` : null;
}

async function containerPid(name: string): Promise<number | null> {
  for (const engine of ["docker", "podman"]) {
    try {
      const { stdout } = await promisify(execFile)(engine, ["inspect", "-f", "{{.State.Pid}}", "--", name], {
        timeout: 3000,
      });
      const pid = Number(stdout.trim());
      if (pid > 0) return pid;
    } catch {
      // No such engine, or no such container.
    }
  }
  return null;
}

const running = new Set<ChildProcess>();

function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

let guarded = false;

/** Runs this command line again inside a namespace, and returns what it prints. @throws UserError with what it said */
export function runInside(namespace: Namespace, args: readonly string[]): Promise<string> {
  if (!guarded) process.once("exit", killAll);
  guarded = true;
  return new Promise((resolve, reject) => {
    const argv = [`--net=${namespace.path}`, "--", process.execPath, process.argv[1] ?? "", ...args];
    const child = spawn("nsenter", argv, { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.once("error", (error) =>
      reject(new UserError("no-nsenter", `cannot start nsenter: ${error.message}`, "apt-get install util-linux")),
    );
    child.once("close", (status) => {
      running.delete(child);
      if (status === 0) resolve(out);
      else
        reject(
          new UserError("from-failed", `from ${namespace.name}: ${err.replace(/^hopscope: /, "").trim()}`, hint(err)),
        );
    });
  });
}

function hint(err: string): string | null {
  return /permission|not permitted/i.test(err)
    ? "entering another namespace needs root (CAP_SYS_ADMIN): sudo hopscope probe --from ..."
    : null;
}
