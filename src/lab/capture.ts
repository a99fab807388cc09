import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { ended, LabFailed, sleep, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { VantagePoint } from "./scenario.js";

/** tcpdump hands its ring over only after up to a second: stopped sooner, it loses the tail. */
const FLUSH_MS = 1200;
/** tcpdump drops to another user when root runs it, who may not write where root may. */
const KEEP_USER = process.getuid?.() === 0 ? ["-Z", "root"] : [];

/** The captures of one scenario, all at once. */
export class Captures {
  readonly files: { name: string; file: string }[] = [];
  readonly #running: Promise<ChildProcess>[] = [];
  readonly #log = new Map<ChildProcess, string[]>();

  readonly namespaces: Namespaces;
  readonly dir: string;

  constructor(namespaces: Namespaces, dir: string) {
    this.namespaces = namespaces;
    this.dir = dir;
  }

  /** Starts every capture; resolves when those that start at once are listening. */
  async start(points: VantagePoint[]): Promise<void> {
    await Promise.all(
      points.map(async (point) => {
        const file = join(this.dir, `${point.name}.pcap`);
        this.files.push({ name: point.name, file });
        const child = point.from
          ? sleep(point.from).then(() => this.#tcpdump(point, file))
          : this.#tcpdump(point, file);
        this.#running.push(child);
        if (!point.from) await child;
        if (point.until) child.then(async (it) => sleep(point.until ?? 0).then(() => stop(it, "SIGINT")));
      }),
    );
    this.files.sort((a, b) => points.findIndex((p) => p.name === a.name) - points.findIndex((p) => p.name === b.name));
  }

  /** Waits for the rings to be handed over and ends the captures. Throws when one lost frames: its truth would not hold. */
  async stop(): Promise<void> {
    await sleep(FLUSH_MS);
    const children = await Promise.all(this.#running);
    await Promise.all(children.map((child) => stop(child, "SIGINT")));
    for (const child of children) {
      const said = (this.#log.get(child) ?? []).join("");
      if (/^[1-9]\d* packets dropped by kernel/m.test(said))
        throw new LabFailed(`a capture lost frames: ${said.trim()}`);
    }
  }

  async #tcpdump(point: VantagePoint, file: string): Promise<ChildProcess> {
    const { device, snaplen = 256, linkType, filter } = point;
    const argv = ["tcpdump", "-i", device, "-n", "-s", String(snaplen), "-B", "4096", ...KEEP_USER, "-w", file];
    if (linkType) argv.push("-y", linkType);
    if (filter) argv.push(...filter.split(" "));
    const child = start(this.namespaces.inside(point.host, argv));
    const log: string[] = [];
    this.#log.set(child, log);
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", (chunk) => {
        log.push(String(chunk));
        if (log.join("").includes("listening on")) resolve();
      });
      ended(child).then(
        (code) => reject(new LabFailed(`tcpdump on ${point.name} ended (${code}): ${log.join("")}`)),
        reject,
      );
    });
    return child;
  }
}
