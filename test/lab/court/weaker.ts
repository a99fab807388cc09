import type { Digest } from "../../../src/flow/digest.js";
import type { Ruling, Verdict } from "./verdict.js";

/** Names of the points on both sides of a ruling; null beyond the outermost one. */
interface Place {
  lastSeenAt: string | null;
  missingAt: string | null;
}

/**
 * What a ruling may become when evidence is taken away, and the condition on the evidence left: there nothing tells the two apart any
 * more. Everything else that changes is wrong. docs/design/court.md has the same list.
 */
interface Weakening {
  from: readonly string[];
  to: string;
  when: (left: readonly Digest[], truth: Ruling, nearest: Place) => boolean;
  /** What it then speaks of, where that is not the packets that stop: the other direction, or a place of its own. */
  about?: "the other direction" | "another place";
}

const WEAKENINGS: readonly Weakening[] = [
  // Who never saw the PTB sees large packets vanish in silence.
  { from: ["ptb-not-delivered", "ptb-ignored"], to: "mtu-black-hole", when: (left) => !left.some(sawPtb) },
  // A PTB was seen on its way; whether it came to the sender, no point that is left can say.
  {
    from: ["ptb-ignored"],
    to: "ptb-not-delivered",
    when: (left, truth) => !left.some((d) => d.name === senderOf(truth) && sawPtb(d)),
  },
  // Where nothing is in fragments yet, or any more, whole packets above a size vanish.
  { from: ["fragments-lost"], to: "mtu-black-hole", when: (left) => left.every((d) => d.fragments.length === 0) },
  // Fragments are seen, and no point that is left could see that they do not arrive.
  {
    from: ["fragments-lost"],
    to: "fragmentation",
    about: "another place",
    when: (_, truth, nearest) => truth.datagrams && nearest.missingAt === null,
  },
  // A wrong checksum shows only where it is received; elsewhere a packet was delivered and its receiver stays mute.
  ...["one-way-traffic", "syn-unanswered"].map((to) => ({
    from: ["bad-checksum"],
    to,
    when: (left: readonly Digest[], truth: Ruling) => !left.some((d) => d.name === truth.lastSeenAt),
  })),
  // An answer that no point saw was not given, for all that the captures know.
  {
    from: ["one-way-traffic"],
    to: "syn-unanswered",
    about: "the other direction",
    when: (left) => !left.some((d) => d.tcp.some((f) => f.toClient.syn !== null && f.toServer.bytes === 0)),
  },
];

/**
 * Everything in `found` that is more than `truth` made less certain; `left` is the evidence it was found from, `gap` the point whose
 * capture missed frames.
 */
export function contradictions(truth: Verdict, found: Verdict, left: readonly Digest[], gap?: string): string[] {
  const kept = truth.path.filter((name) => left.some((d) => d.name === name));
  const wrong = found.rulings.flatMap((r) => {
    // Nobody acknowledges a datagram, and no point behind the last one shows that it passed.
    if (r.code === "random-loss" && r.datagrams && r.missingAt === gap && [kept[0], kept.at(-1)].includes(gap))
      return [];
    const why = truth.rulings.map((t) => objection(t, r, nearestTo(truth.path, kept, t), left, gap !== undefined));
    return why.includes(null) ? [] : [`${r.role} ${r.code}: ${why.join("; ") || "nothing is wrong"}`];
  });
  const gone = truth.rulings.filter(
    (t) =>
      t.role === "primary" &&
      !found.rulings.some((r) => r.role === "primary" || r.code === "fragmentation") &&
      !mayGo(t, nearestTo(truth.path, kept, t), left),
  );
  return [...wrong, ...gone.map((t) => `${t.code} is gone`)];
}

function objection(
  truth: Ruling,
  found: Ruling,
  nearest: Place,
  left: readonly Digest[],
  gaps: boolean,
): string | null {
  if (truth.flows < found.flows) return `${found.flows} flows for ${truth.flows}`;
  const here = isAt(found, nearest, left);
  if (found.code === truth.code && found.role === truth.role && found.direction === truth.direction) {
    if (!here) return `${found.lastSeenAt}>${found.missingAt}, not ${nearest.lastSeenAt}>${nearest.missingAt}`;
    return sizeObjection(truth, found, gaps);
  }
  if (truth.role === "primary" && found.code === "undetermined")
    return here || (found.lastSeenAt === null && found.missingAt === null) ? null : "undetermined somewhere else";
  const weakening = WEAKENINGS.find(
    (w) => w.from.includes(truth.code) && w.to === found.code && w.when(left, truth, nearest),
  );
  if (weakening === undefined) return `no ${truth.role} ${truth.code} in this direction`;
  if ((found.direction !== truth.direction) !== (weakening.about === "the other direction"))
    return `direction ${found.direction}`;
  return here || weakening.about !== undefined ? null : `${truth.code} weakened, at another place`;
}

/**
 * Chance has no size: what is left of the losses decides. A capture with gaps may lack the smallest of what was lost, and of datagrams,
 * each sent once, one that it missed looks lost. Every other size holds.
 */
function sizeObjection(truth: Ruling, found: Ruling, gaps: boolean): string | null {
  const [should, is] = [truth.smallestLost, found.smallestLost];
  if (truth.code === "random-loss" || should === null || is === null || is === should) return null;
  if (gaps && (is > should || truth.datagrams)) return null;
  return `smallestLost ${is}, not ${should}`;
}

/** A failed flow may pass for one that is merely quiet where no point that is left saw the packets that stop. */
function mayGo(truth: Ruling, nearest: Place, left: readonly Digest[]): boolean {
  if (truth.code === "undetermined") return true;
  if (truth.code === "connection-reset") return !left.some((d) => d.tcp.some((f) => f.toClient.rst ?? f.toServer.rst));
  // Nobody acknowledges a datagram: only points on both sides show that one is lost.
  if (truth.datagrams) return nearest.lastSeenAt === null || nearest.missingAt === null;
  return nearest.lastSeenAt === null;
}

/**
 * At the nearest points. Another one, or none, will do for a point that nothing ties to it: then neither their order nor their clocks
 * are known. So will the next one for a point whose capture missed all that a connection sent one way: nothing tells it from one off its way.
 */
function isAt(found: Ruling, nearest: Place, left: readonly Digest[]): boolean {
  const same = (is: string | null, should: string | null, other: string | null) =>
    is === should ||
    (should !== null && (untied(left, should, is ?? other) || offTheWay(left, should) || filtered(left, should)));
  return (
    same(found.lastSeenAt, nearest.lastSeenAt, nearest.missingAt) &&
    same(found.missingAt, nearest.missingAt, nearest.lastSeenAt)
  );
}

/** Whether there is no connection of which both points saw both directions. */
function untied(left: readonly Digest[], a: string, b: string | null): boolean {
  const [there, here] = [a, b].map((name) =>
    left
      .filter((d) => d.name === name)
      .flatMap((d) => d.tcp.filter((f) => f.toServer.packets > 0 && f.toClient.packets > 0))
      .map((f) => f.toServer.base),
  );
  return !there.some((base) => here.includes(base));
}

/** Whether a point saw one direction only of a connection. */
function offTheWay(left: readonly Digest[], name: string): boolean {
  return left.some(
    (d) => d.name === name && d.tcp.some((f) => (f.toServer.packets === 0) !== (f.toClient.packets === 0)),
  );
}

/** Whether a point shows one port and nothing else, as a capture filter leaves it: what else passed it, nobody can tell. */
function filtered(left: readonly Digest[], name: string): boolean {
  const ports = (d: Digest) => new Set([...d.tcp, ...d.datagrams].map((f) => f.server.port));
  return left.some((d) => d.name === name && d.frames === d.packets && ports(d).size <= 1);
}

function sawPtb(d: Digest): boolean {
  return d.icmpErrors.some((e) => e.mtu !== null);
}

function senderOf(truth: Ruling): string {
  return truth.direction === "server-to-client" ? "server" : "client";
}

/** The place of a ruling among the points that are left: the last of them before it, the first behind it. */
function nearestTo(path: readonly string[], kept: readonly string[], truth: Ruling): Place {
  const { lastSeenAt, missingAt, direction } = truth;
  if (lastSeenAt === null && missingAt === null) return { lastSeenAt, missingAt };
  const rank = (name: string) => path.indexOf(name);
  // A flow whose client is at the path's server end runs the other way.
  const backwards =
    lastSeenAt !== null && missingAt !== null ? rank(lastSeenAt) > rank(missingAt) : direction === "server-to-client";
  const along = backwards ? [...kept].reverse() : kept;
  const order = (name: string) => (backwards ? -rank(name) : rank(name));
  const reached = lastSeenAt === null ? order(missingAt as string) - 0.5 : order(lastSeenAt);
  // What lies between the two is not on this flow's way.
  const beyond = missingAt === null ? Number.POSITIVE_INFINITY : order(missingAt);
  return {
    lastSeenAt: along.filter((name) => order(name) <= reached).at(-1) ?? null,
    missingAt: along.find((name) => order(name) > reached && (lastSeenAt === null || order(name) >= beyond)) ?? null,
  };
}
