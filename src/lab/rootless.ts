import { spawnSync } from "node:child_process";
import { LabFailed } from "./command.js";

const MARK = "HOPSCOPE_LAB_ROOTLESS";
/** `ip netns` keeps its names in /run, which only a mount of its own makes writable. */
const PREPARE = 'mount -t tmpfs tmpfs /run && mkdir -p /run/netns /run/lock && exec "$@"';

/**
 * Without root, starts this command again in a user namespace of its own that may do what the lab needs, and returns its exit
 * status; null where it may already. Everything in there is gone when it ends.
 */
export function againInUserNamespace(): number | null {
  if (process.getuid?.() === 0 || process.env[MARK]) return null;
  const argv = ["-Unm", "-c", "--keep-caps", "sh", "-c", PREPARE, "sh", process.execPath, ...process.argv.slice(1)];
  const { status, error } = spawnSync("unshare", argv, { stdio: "inherit", env: { ...process.env, [MARK]: "1" } });
  if (error) throw new LabFailed(`the lab needs root or user namespaces: ${error.message}`, "sudo hopscope lab ...");
  return status ?? 2;
}
