import type { Retired, RetiredHosts, RetiredStretch, TcpDirection, TcpFlow } from "./digest.js";

/** Stretches of time told apart of two hosts and a direction. */
const MOST_STRETCHES = 8;
/** Nanoseconds of the first stretches; as long as there are too many, each two become one. */
const FIRST_WIDTH = 2 ** 28;

/** What passed in one direction, by when: the same whatever order flows come in. */
class Stretches {
  private kept: RetiredStretch[] = [];
  private width = FIRST_WIDTH;

  add(one: RetiredStretch): void {
    this.put(one);
    while (this.kept.length > MOST_STRETCHES) {
      this.width *= 2;
      const all = this.kept;
      this.kept = [];
      for (const stretch of all) this.put(stretch);
    }
  }

  private put(one: RetiredStretch): void {
    const { kept, width } = this;
    const place = Math.floor(one.from / width);
    let i = kept.length;
    while (i > 0 && kept[i - 1].from > one.from) i--;
    const same = [kept[i], kept[i - 1]].find((k) => k !== undefined && Math.floor(k.from / width) === place);
    if (same === undefined) {
      kept.splice(i, 0, { ...one });
      return;
    }
    same.from = Math.min(same.from, one.from);
    same.until = Math.max(same.until, one.until);
    same.packets += one.packets;
    if (one.size > same.size || (one.size === same.size && one.frame < same.frame)) {
      same.size = one.size;
      same.frame = one.frame;
    }
  }

  finish(): RetiredStretch[] {
    return this.kept;
  }
}

interface HostsTally {
  client: string;
  server: string;
  overhead: number;
  toServer: Stretches;
  toClient: Stretches;
}

/** Counts connections that are no longer kept. Sums of tallies are the tally of all. */
export class RetiredTally {
  private flows = 0;
  private packets = 0;
  private bytes = 0;
  private readonly byHosts = new Map<string, HostsTally>();

  get isEmpty(): boolean {
    return this.flows === 0;
  }

  count(flows: number, packets: number, bytes: number): void {
    this.flows += flows;
    this.packets += packets;
    this.bytes += bytes;
  }

  hosts(client: string, server: string, overhead: number): HostsTally {
    const key = `${client} ${server} ${overhead}`;
    let found = this.byHosts.get(key);
    if (found === undefined) {
      found = { client, server, overhead, toServer: new Stretches(), toClient: new Stretches() };
      this.byHosts.set(key, found);
    }
    return found;
  }

  /** A connection that came whole. */
  add({ client, server, encapsulations, toServer, toClient }: TcpFlow): void {
    const hosts = this.hosts(client.address, server.address, encapsulations[0].overhead);
    this.count(1, toServer.packets + toClient.packets, toServer.bytes + toClient.bytes);
    addDirection(hosts.toServer, toServer);
    addDirection(hosts.toClient, toClient);
  }

  /** Those of another share of the same capture. */
  join(other: Retired): void {
    this.count(other.flows, other.packets, other.bytes);
    for (const { client, server, overhead, toServer, toClient } of other.hosts) {
      const hosts = this.hosts(client, server, overhead);
      for (const stretch of toServer) hosts.toServer.add(stretch);
      for (const stretch of toClient) hosts.toClient.add(stretch);
    }
  }

  /** Null where it is empty. */
  finish(): Retired | null {
    if (this.isEmpty) return null;
    const hosts = [...this.byHosts.values()].map((h): RetiredHosts => {
      return { ...h, toServer: h.toServer.finish(), toClient: h.toClient.finish() };
    });
    const order = (h: RetiredHosts) => `${h.client} ${h.server} ${h.overhead}`;
    hosts.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return { flows: this.flows, packets: this.packets, bytes: this.bytes, hosts };
  }
}

function addDirection(stretches: Stretches, d: TcpDirection): void {
  const largest = d.sizes.at(-1);
  if (largest === undefined || d.firstData === null || d.newData === null) return;
  stretches.add({
    from: d.firstData.time,
    until: d.newData.time,
    packets: d.sizes.reduce((n, row) => n + row.packets, 0),
    size: largest.size,
    frame: largest.first.frame,
  });
}

/** Of two hosts of whom no connection is kept nobody asks. */
export function relevant(retired: Retired | null, kept: readonly TcpFlow[]): Retired | null {
  if (retired === null) return null;
  const known = new Set(kept.map((f) => `${f.client.address} ${f.server.address}`));
  return { ...retired, hosts: retired.hosts.filter((h) => known.has(`${h.client} ${h.server}`)) };
}
