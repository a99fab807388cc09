import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { ended, LabFailed, sleep, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { VantagePoint } from "./scenario.js";

/** tcpdump hands its ring over only after up to a second: stopped sooner, it loses the tail. */
const FLUSH_MS = 1200;
/** tcpdump drops to another user when root runs it, who may not write where root may. */
const KEEP_USER = process.getuid?.() === 0 ? ["-Z", "root"] : [];

/** The captures of one scenario. */
export class Captures {
  readonly #running = new Map<string, ChildProcess>();
  readonly #log = new Map<ChildProcess, string[]>();
  readonly #points: readonly VantagePoint[];
  readonly #namespaces: Namespaces;
  readonly #dir: string;

  constructor(points: readonly VantagePoint[], namespaces: Namespaces, dir: string) {
    this.#points = points;
    this.#namespaces = namespaces;
    this.#dir = dir;
  }

  /** One file for every vantage point, in their order. */
  get files(): { name: string; file: string }[] {
    return this.#points.map(({ name }) => ({ name, file: join(this.#dir, `${name}.pcap`) }));
  }

  /** Starts every capture but those that a step starts; resolves when they listen. */
  start(): Promise<void> {
    return this.startAt(this.#points.filter((point) => !point.later).map((point) => point.name));
  }

  async startAt(names: readonly string[]): Promise<void> {
    const points = this.#points.filter((point) => names.includes(point.name));
    await Promise.all(points.map(async (point) => this.#running.set(point.name, await this.#tcpdump(point))));
  }

  /** Ends captures as an interrupt does: what a ring still held is not in them. */
  async stopAt(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => stop(this.#running.get(name) as ChildProcess, "SIGINT")));
  }

  /** Waits for the rings to be handed over and ends the captures. Throws when one lost frames: its truth would not hold. */
  async stop(): Promise<void> {
    await sleep(FLUSH_MS);
    await this.stopAt([...this.#running.keys()]);
    for (const child of this.#running.values()) {
      const said = (this.#log.get(child) ?? []).join("");
      if (/^[1-9]\d* packets dropped by kernel/m.test(said))
        throw new LabFailed(`a capture lost frames: ${said.trim()}`);
    }
  }

  async #tcpdump(point: VantagePoint): Promise<ChildProcess> {
    const { name, device, snaplen = 256, linkType, filter } = point;
    const file = join(this.#dir, `${name}.pcap`);
    const argv = ["tcpdump", "-i", device, "-n", "-s", String(snaplen), "-B", "4096", ...KEEP_USER, "-w", file];
    if (linkType) argv.push("-y", linkType);
    if (filter) argv.push(...filter.split(" "));
    const child = start(this.#namespaces.inside(point.host, argv));
    const log: string[] = [];
    this.#log.set(child, log);
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", (chunk) => {
        log.push(String(chunk));
        if (log.join("").includes("listening on")) resolve();
      });
      ended(child).then((code) => reject(new LabFailed(`tcpdump on ${name} ended (${code}): ${log.join("")}`)), reject);
    });
    return child;
  }
}
