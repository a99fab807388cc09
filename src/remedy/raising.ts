import { type Phrase, phrase } from "../diagnose/finding.js";
import { headersOf, type Situation } from "./situation.js";

/** What the packets meet next when the place where they stop lets them through: never known to be nothing, since none came further. */
export function wallBehind(s: Situation): Phrase {
  if (s.announcedBehind && s.announced !== null && s.announced.mtu < (s.lost ?? Number.POSITIVE_INFINITY)) {
    const { point, frame, mss, mtu } = s.announced;
    return phrase("remedy.wall.announced", {
      point,
      frame,
      mss,
      headers: headersOf(s.family),
      mtu,
      lost: s.lost ?? "?",
    });
  }
  if (s.missingAt === null) return phrase("remedy.wall.unseen-anywhere", { lost: s.lost ?? "?" });
  return phrase("remedy.wall.unseen", { lost: s.lost ?? "?", point: s.missingAt });
}

/** Outer IP and ICMP headers of a ping that is to have `size` bytes in all. */
export function pingPayload(size: number, family: 4 | 6): number {
  return size - (family === 4 ? 28 : 48);
}
