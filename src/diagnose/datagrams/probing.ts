import type { Court } from "../case.js";
import type { DirectionFates, Fate } from "./direction.js";

/** RFC 8899 section 5.1.2, MAX_PROBES: a size is given up after so many probes. */
const MAX_PROBES = 3;
/** Probes wait for an answer before the next; what is lost within this time of each other was a flight of data. */
const FLIGHT = 10e6;
/** RFC 9000 section 14: every path of QUIC carries 1200 bytes; packets that carry data are about as full. */
const FULL = 1000;
const QUIC_PORT = 443;

/**
 * What a QUIC sender made of packets that were too large. It looks for the path's MTU with packets larger than those that carry its data
 * (RFC 9000 section 14.3), one at a time, while the connection goes on: losing them is no failure. Or it lost data, and went on in
 * smaller packets. Null where it did not go on, or where nothing shows that this is QUIC: others send for a reason whatever they send.
 */
export function wentOn(
  court: Court,
  d: DirectionFates,
  lost: readonly Fate[],
  beyond: readonly Fate[],
): "probes" | "smaller" | null {
  const { views } = d.conversation;
  if (!views.some((v) => v.flow.quicVersion !== null || v.flow.server.port === QUIC_PORT)) return null;
  const first = lost[0].time;
  const last = lost[lost.length - 1].time;
  if (!beyond.some((f) => f.time > last)) return null;
  const full = (fates: readonly Fate[]) => fates.filter((f) => f.time > first && f.size >= FULL).length;
  const sizes = new Map<number, number>();
  for (const f of lost) sizes.set(f.size, (sizes.get(f.size) ?? 0) + 1);
  const apart = lost.every((f, i) => i === 0 || f.time - lost[i - 1].time > FLIGHT);
  if (apart && [...sizes.values()].every((n) => n <= MAX_PROBES)) {
    const back = court.fates().find((x) => x.conversation === d.conversation && x.direction !== d.direction);
    if (full(beyond) + full(back?.delivered ?? []) >= lost.length) return "probes";
  }
  return full(beyond) >= lost.length ? "smaller" : null;
}
