import type { QueuedError } from "../node/error-queue.js";
import { RawSocket } from "../node/raw-socket.js";
import { Echo } from "./echo.js";
import { datagramHeadersOf } from "./sizes.js";
import type { Surroundings } from "./surroundings.js";

/** The first port of traceroute, where nobody listens. */
const FIRST_PORT = 33_434;
const MOST_HOPS = 12;
/** Hops asked at a time, so that the last of them is not flooded: hosts limit the rate of their errors. */
const AT_A_TIME = 3;
/** Milliseconds to wait for an answer, besides two round trips. */
const WAIT = 25;
/** Payload of a small datagram. */
const SMALL = 32;
/** PTBs followed, one smaller than the other. */
const MOST_PTBS = 4;

/** A router on the way, or the server itself. */
export interface Hop {
  hop: number;
  address: string;
  /** The largest datagram that got as far as here, in IP bytes; null where only small ones were answered. */
  reached: number | null;
  isServer: boolean;
}

export interface Ptb {
  mtu: number;
  source: string;
}

export interface Hops {
  hops: Hop[];
  ptbs: Ptb[];
  /** A datagram of so many IP bytes reached the server, which said so. */
  delivered: number | null;
  /** An echo request of so many IP bytes was answered, by the server or for it; null also where the kernel allows none. */
  echoed: number | null;
  /** ICMP errors came at all. */
  heard: boolean;
}

/**
 * Asks each hop with a small and with a full-size datagram: routers answer when the hops allowed run out, the server when nobody
 * listens on the port, and whoever cannot send the large one on with a PTB. Where errors are filtered, nothing is learnt.
 */
export async function askHops(s: Surroundings, fullSize: number): Promise<Hops> {
  const socket = RawSocket.open(s.libc, s.to.family, "udp");
  const found = new Map<number, Hop>();
  const asked = new Map<number, { hop: number; size: number }>();
  const ptbs: Ptb[] = [];
  let heard = false;
  let delivered: number | null = null;
  let serverAt: number | null = null;
  const echo = Echo.open(s);
  const keepPtb = ({ value: mtu, offender: source }: QueuedError) => {
    heard = true;
    if (source !== null && !ptbs.some((p) => p.mtu === mtu && p.source === source)) ptbs.push({ mtu, source });
  };
  const listen = () => {
    for (const error of echo?.listen() ?? []) if (kindOf(error) === "ptb") keepPtb(error);
    for (const error of socket.errors()) {
      const question = asked.get(error.destination?.port ?? 0);
      const kind = kindOf(error);
      if (question === undefined || kind === null || error.offender === null) continue;
      heard = true;
      if (kind === "ptb") {
        keepPtb(error);
        continue;
      }
      const isServer = kind === "arrived";
      if (isServer) {
        serverAt = Math.min(serverAt ?? question.hop, question.hop);
        delivered = Math.max(delivered ?? 0, question.size);
      }
      const before = found.get(question.hop);
      const reached =
        question.size > SMALL + datagramHeadersOf(s.to.family) ? question.size : (before?.reached ?? null);
      found.set(question.hop, { hop: question.hop, address: error.offender, reached, isServer });
    }
  };
  const ask = (hop: number, size: number) => {
    const port = FIRST_PORT + asked.size;
    asked.set(port, { hop, size });
    socket.hops = hop;
    const payload = Buffer.alloc(size - datagramHeadersOf(s.to.family));
    if (!s.budget.datagram(size)) return;
    // An error that came meanwhile is reported by the next call, which then sends nothing.
    for (let attempt = 0; attempt < 3 && !socket.sendTo(payload, s.to.address, port); attempt++) listen();
  };
  const settle = async (done: () => boolean, milliseconds: number) => {
    await s.watch.until(() => {
      listen();
      return done();
    }, milliseconds);
  };
  try {
    if (s.to.bind !== null) socket.bind(s.to.bind);
    let wait = 4 * WAIT;
    for (let from = 1; from <= MOST_HOPS && serverAt === null; from += AT_A_TIME) {
      const startedAt = performance.now();
      for (let hop = from; hop < from + AT_A_TIME; hop++) ask(hop, SMALL + datagramHeadersOf(s.to.family));
      const before = found.size;
      await settle(() => serverAt !== null || found.size >= before + AT_A_TIME, wait);
      if (found.size > before) wait = WAIT + 2 * (performance.now() - startedAt);
      if (found.size === before && from > 1) break;
    }
    const last: number = serverAt ?? Math.max(0, ...found.keys());
    let size = fullSize;
    for (let hop = 1; hop <= last; hop++) ask(hop, size);
    echo?.ask(size);
    const reached = () => delivered === size || (serverAt === null && echo?.answered === size);
    await settle(() => ptbs.length > 0 || reached(), wait);
    // A PTB names what the next link takes; a later one may take less.
    for (let n = 0; n < MOST_PTBS && !reached(); n++) {
      const smallest = Math.min(...ptbs.map((p) => p.mtu).filter((mtu) => mtu >= 68 && mtu < size));
      if (!Number.isFinite(smallest)) break;
      size = smallest;
      const known = ptbs.length;
      if (serverAt !== null) ask(serverAt + 1, size);
      echo?.ask(size);
      await settle(() => reached() || ptbs.length > known, wait);
    }
  } finally {
    socket.close();
    echo?.close();
  }
  const hops = [...found.values()].filter((h) => serverAt === null || h.hop <= serverAt).sort((a, b) => a.hop - b.hop);
  return { hops, ptbs, delivered, echoed: echo?.answered ?? null, heard };
}

/** RFC 792 and RFC 4443: the time exceeded, a port unreachable at the end, or a packet too big. */
function kindOf(error: QueuedError): "passing" | "arrived" | "ptb" | null {
  const { origin, type, code } = error;
  if (origin === "icmp") {
    if (type === 11) return "passing";
    if (type === 3) return code === 4 ? "ptb" : code === 3 ? "arrived" : null;
  }
  if (origin === "icmp6") {
    if (type === 3) return "passing";
    if (type === 2) return "ptb";
    if (type === 1 && code === 4) return "arrived";
  }
  return null;
}
