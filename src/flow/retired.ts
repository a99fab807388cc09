import type { Endpoint, Retired, RetiredHosts, RetiredStretch, SizeRow, Syn, TcpDirection, TcpFlow } from "./digest.js";
import { FIRST_STRETCH, IPV4_AND_TCP, IPV6_AND_TCP, LARGEST_ORDINARY } from "./limits.js";

/** Stretches of time told apart of two hosts and a direction. */
const MOST_STRETCHES = 8;
/** What passed in one direction, by when: the same whatever order flows come in. */
class Stretches {
  private kept: RetiredStretch[] = [];
  /** Nanoseconds of each; as long as there are too many, each two become one. */
  private width = FIRST_STRETCH;

  /** What is added is the caller's, and copied. */
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
    // Stretches follow each other, and so it is one of the two beside it.
    let same: RetiredStretch;
    if (i < kept.length && Math.floor(kept[i].from / width) === place) same = kept[i];
    else if (i > 0 && Math.floor(kept[i - 1].from / width) === place) same = kept[i - 1];
    else {
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

export interface HostsTally {
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
  /** Those asked for last: most captures have few. */
  private last: HostsTally | null = null;

  /** How many. */
  get size(): number {
    return this.flows;
  }

  count(flows: number, packets: number, bytes: number): void {
    this.flows += flows;
    this.packets += packets;
    this.bytes += bytes;
  }

  hosts(client: string, server: string, overhead: number): HostsTally {
    const { last } = this;
    if (last?.client === client && last.server === server && last.overhead === overhead) return last;
    const key = `${client} ${server} ${overhead}`;
    let found = this.byHosts.get(key);
    if (found === undefined) {
      found = { client, server, overhead, toServer: new Stretches(), toClient: new Stretches() };
      this.byHosts.set(key, found);
    }
    this.last = found;
    return found;
  }

  /** A connection that came whole. */
  add({ client, server, encapsulations, toServer, toClient }: TcpFlow): void {
    const hosts = this.hosts(client.address, server.address, encapsulations[0].overhead);
    this.count(1, toServer.packets + toClient.packets, toServer.bytes + toClient.bytes);
    addDirection(hosts.toServer, toServer, fullSize(toClient.syn, server));
    addDirection(hosts.toClient, toClient, fullSize(toServer.syn, server));
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
    if (this.flows === 0) return null;
    const hosts = [...this.byHosts.values()].map((h): RetiredHosts => {
      return { ...h, toServer: h.toServer.finish(), toClient: h.toClient.finish() };
    });
    const order = (h: RetiredHosts) => `${h.client} ${h.server} ${h.overhead}`;
    hosts.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return { flows: this.flows, packets: this.packets, bytes: this.bytes, hosts };
  }
}

function addDirection(stretches: Stretches, d: TcpDirection, full: number): void {
  const largest = largestPassed(d.sizes, full);
  if (largest === null || d.firstData === null || d.newData === null) return;
  stretches.add({ from: d.firstData.time, until: d.newData.time, ...largest });
}

/** As much of a size as tells what passed. */
export type PassedSize = Pick<SizeRow, "size" | "packets" | "first">;

/** IP bytes of a full segment to the side that sent this SYN, at an address of the family of `end`. What is larger is a super-frame. */
export function fullSize(receiver: Pick<Syn, "mss"> | null, end: Endpoint): number {
  return fullSizeOf(receiver?.mss ?? null, !end.address.includes(":"));
}

/** The same by the MSS that it offered; null where it offered none. */
export function fullSizeOf(mss: number | null, isIpv4: boolean): number {
  if (mss === null) return LARGEST_ORDINARY;
  return mss + (isIpv4 ? IPV4_AND_TCP : IPV6_AND_TCP);
}

/**
 * The largest packet that passed, as far as sizes in ascending order tell, its frame, and the packets of all sizes: no super-frame; but a
 * full segment, of which those were made, where no other packet is half as large.
 */
export function largestPassed(
  sizes: readonly PassedSize[],
  full: number,
): { size: number; packets: number; frame: number } | null {
  if (sizes.length === 0) return null;
  const last = sizes[sizes.length - 1];
  let packets = 0;
  let ordinary: PassedSize | undefined;
  // Of many connections, and called once for each: V8 would not optimise functions of functions in time.
  for (const row of sizes) {
    packets += row.packets;
    if (row.size <= full) ordinary = row;
  }
  if (last.size > full && (ordinary === undefined || ordinary.size * 2 < full)) {
    return { size: full, packets, frame: last.first.frame };
  }
  return ordinary === undefined ? null : { size: ordinary.size, packets, frame: ordinary.first.frame };
}

/** Of two hosts of whom no connection is kept nobody asks. */
export function relevant(retired: Retired | null, kept: readonly TcpFlow[]): Retired | null {
  if (retired === null) return null;
  const known = new Set(kept.map((f) => `${f.client.address} ${f.server.address}`));
  return { ...retired, hosts: retired.hosts.filter((h) => known.has(`${h.client} ${h.server}`)) };
}
