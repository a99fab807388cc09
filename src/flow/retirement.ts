import type { Digest, Retired, TcpFlow } from "./digest.js";
import { RetiredTally, relevant } from "./retired.js";
import type { RowPool } from "./row.js";
import { nameOf } from "./server-name.js";
import { isSound, isWhole, keepingOrder } from "./whole.js";

/** So many connections that came whole are kept. */
export const KEPT_WHOLE = 10_000;
/**
 * Where one vantage point is all there is, and this many connections are sound, nobody will read a list of them, nor ask what other points
 * saw of them.
 */
const CROWD = 1000;
/** As many of them are kept then; of servers that none of those has one each, to compare with what fails there: so many times as many at most. */
export const KEPT_ALONE = 100;
const SERVERS_FOR_EACH = 5;
/** While they are read, as many times as many: to choose takes a look at all. */
const MOST_ABOVE = 1.25;
/** Nanoseconds after which nothing more is expected of a connection that both sides closed, nor a mirror port's copies. */
const QUIET = 1.2e9;

/** A connection that is being read, as far as it matters here. */
export interface Retiring extends Sound {
  /** Its place in the table. */
  readonly index: number;
  readonly clientSequence: number;
  readonly isWhole: boolean;
  readonly isSound: boolean;
  /** Both sides closed it. */
  isLeaving: boolean;
  /** It is not kept. */
  isRetired: boolean;
  /** Adds it to what was retired, and gives its memory back; `last`: nothing follows that could want it. */
  retire(tally: RetiredTally, rows: RowPool, last: boolean): void;
}

/** Gives up connections that came whole, beyond as many as are kept, once nothing more is expected of them. */
export class Retirement {
  readonly tally = new RetiredTally();
  private readonly keep: number;
  private readonly rows: RowPool;
  private readonly release: (flow: Retiring) => void;
  /** Connections that ended, in the order in which they did, and when. */
  private waiting: Retiring[] = [];
  private readonly since: number[] = [];
  private kept: Retiring[] = [];
  /** Those above are not kept. */
  private limit = Number.POSITIVE_INFINITY;

  /** `release`: forgets a connection, but for its addresses and ports. `rows`: where its numbers came from. */
  constructor(rows: RowPool, release: (flow: Retiring) => void, keep = KEPT_WHOLE) {
    this.rows = rows;
    this.release = release;
    this.keep = keep;
  }

  /** A connection that has both FINs had a packet at that time. */
  ended(flow: Retiring, time: number): void {
    // Of one that is not kept whatever follows, nothing needs to be waited for.
    if (flow.keepingOrder > this.limit) {
      if (flow.isWhole) this.retire(flow);
      return;
    }
    if (flow.isLeaving) return;
    flow.isLeaving = true;
    this.waiting.push(flow);
    this.since.push(time);
    // Now and then is often enough, and moves the others less.
    if (time - this.since[0] < 1.5 * QUIET) return;
    let head = 0;
    while (head < this.waiting.length && time - this.since[head] >= QUIET) this.settle(this.waiting[head++]);
    this.waiting.splice(0, head);
    this.since.splice(0, head);
  }

  /** Nothing follows at all. */
  finish(): void {
    for (const flow of this.waiting) this.settle(flow);
    this.waiting = [];
    if (this.kept.length > this.keep) this.cut();
  }

  /** Of sound connections, nothing following, those are kept that `keep` says. */
  thin(sound: readonly Retiring[], rest: SoundRest | null, keep: Keep): void {
    const orders = [...ordersOf(sound), ...(rest?.orders ?? [])];
    if (orders.length <= keep.most && keep.upTo === Number.POSITIVE_INFINITY) return;
    const nameAt = (i: number) =>
      i < sound.length ? sound[i].serverName : (rest as SoundRest).serverName(i - sound.length);
    const isKept = keptOf(orders, nameAt, keep);
    sound.forEach((flow, i) => {
      if (!isKept(i)) this.retire(flow, true);
    });
    rest?.retire((place) => isKept(sound.length + place), this.tally);
  }

  private settle(flow: Retiring): void {
    if (flow.isRetired || !flow.isWhole) return;
    if (flow.keepingOrder > this.limit) this.retire(flow);
    else if (this.kept.push(flow) >= MOST_ABOVE * this.keep) this.cut();
  }

  private cut(): void {
    // What came after all is no longer whole, and is kept for what it is.
    const whole = this.kept.filter((flow) => flow.isWhole);
    this.limit = Math.min(this.limit, limitOf(ordersOf(whole), this.keep));
    this.kept = [];
    for (const flow of whole) {
      if (flow.keepingOrder > this.limit) this.retire(flow);
      else this.kept.push(flow);
    }
  }

  private retire(flow: Retiring, last = false): void {
    flow.isRetired = true;
    this.release(flow);
    flow.retire(this.tally, this.rows, last);
  }
}

/** What decides whether a sound connection is kept. */
interface Sound {
  /** A number of its own. */
  readonly keepingOrder: number;
  /** As `nameOf` says it. */
  readonly serverName: string;
}

/** Further sound connections, one by place, for which nobody has an object yet. */
export interface SoundRest {
  readonly orders: Iterable<number> & { readonly length: number };
  serverName(place: number): string;
  /** Adds those that are not kept to the tally, and gives them up. */
  retire(isKept: (place: number) => boolean, tally: RetiredTally): void;
}

function ordersOf(all: readonly Sound[]): number[] {
  return all.map((one) => one.keepingOrder);
}

/** How many sound connections are kept, and up to which number: where shares of a capture settle it together, each knows only some of them. */
export interface Keep {
  most: number;
  upTo: number;
}

export const KEEP_ALL: Keep = { most: Number.POSITIVE_INFINITY, upTo: Number.POSITIVE_INFINITY };

/** What there is to say of sound connections before it is decided how many are kept: how many there are, and the smallest of their numbers. */
export interface Settled {
  sound: number;
  smallest: number[];
}

export function settledOf(sound: number, orders: Iterable<number>): Settled {
  return { sound, smallest: [...Float64Array.from(orders).sort().subarray(0, KEPT_ALONE)] };
}

/** How many are kept of those that shares of the only vantage point, or all of it, have. */
export function keepOf(shares: readonly Settled[]): Keep {
  if (!isCrowd(shares.reduce((sum, { sound }) => sum + sound, 0))) return KEEP_ALL;
  return {
    most: KEPT_ALONE,
    upTo: limitOf(
      shares.flatMap(({ smallest }) => smallest),
      KEPT_ALONE,
    ),
  };
}

/** Whether so many connections are sound that most of them are only counted, at the only vantage point. */
function isCrowd(sound: number): boolean {
  return sound > CROWD;
}

/**
 * Which sound connections are kept, by their places: those with the smallest numbers, `orders`, and that with its server's smallest, of some more
 * servers.
 */
function keptOf(
  orders: readonly number[],
  serverName: (place: number) => string,
  keep: Keep,
): (place: number) => boolean {
  const limit = Math.min(limitOf(orders, keep.most), keep.upTo);
  const first = new Map<string, number>();
  orders.forEach((order, place) => {
    const name = serverName(place);
    const smallest = first.get(name);
    if (smallest === undefined || order < smallest) first.set(name, order);
  });
  const ofServers = limitOf([...first.values()], SERVERS_FOR_EACH * keep.most);
  const smallest = new Set(first.values());
  return (place) => {
    const order = orders[place];
    return order <= limit || (order <= ofServers && smallest.has(order));
  };
}

/** The largest of the `keep` smallest. */
function limitOf(orders: readonly number[], keep: number): number {
  if (orders.length <= keep) return Number.POSITIVE_INFINITY;
  return keep === 0 ? -1 : Float64Array.from(orders).sort()[keep - 1];
}

/** Of the connections of all shares of a capture, as many as are kept of those that came whole, and the tally of the others. */
export function retireJoined(
  flows: readonly TcpFlow[],
  retired: readonly (Retired | null)[],
  keep = KEPT_WHOLE,
): { tcp: TcpFlow[]; retired: Retired | null } {
  const whole = flows.filter(isWhole);
  const limit = limitOf(whole.map(orderOf), keep);
  return retireOf(flows, retired, new Set(whole.filter((flow) => orderOf(flow) > limit)));
}

/** The digest of the one vantage point there is, without the sound connections that nobody will ask for. */
export function thinned(digest: Digest, keep = KEPT_ALONE): Digest {
  const sound = digest.tcp.filter(isSound);
  const isKept = keptOf(sound.map(orderOf), (place) => nameOf(sound[place].server), { ...KEEP_ALL, most: keep });
  const spare = new Set(sound.filter((_, place) => !isKept(place)));
  if (spare.size === 0) return digest;
  const { tcp, retired } = retireOf(digest.tcp, [digest.retired], spare);
  const coarsened = [...new Set([...digest.coarsened, "whole-flows"])];
  return { ...digest, tcp, retired: relevant(retired, tcp), coarsened };
}

/** What an analysis of those digests needs of them: all, but of one that has no other beside it. */
export function needed(digests: readonly Digest[]): Digest[] {
  if (digests.length !== 1) return [...digests];
  const [only] = digests;
  return isCrowd((only.retired?.flows ?? 0) + only.tcp.filter(isSound).length) ? [thinned(only)] : [only];
}

function retireOf(
  flows: readonly TcpFlow[],
  retired: readonly (Retired | null)[],
  spare: ReadonlySet<TcpFlow>,
): { tcp: TcpFlow[]; retired: Retired | null } {
  const tally = new RetiredTally();
  for (const part of retired) if (part !== null) tally.join(part);
  for (const flow of spare) tally.add(flow);
  return { tcp: flows.filter((flow) => !spare.has(flow)), retired: tally.finish() };
}

function orderOf({ toServer, toClient }: TcpFlow): number {
  return keepingOrder(toServer.syn?.sequence ?? 0, toClient.syn?.sequence ?? 0);
}
