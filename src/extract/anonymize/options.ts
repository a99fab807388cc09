import type { Rewrite } from "./rewrite.js";

/** Options that say nothing of whose a packet is: padding, tunnel encapsulation limit, router alert, jumbo payload (IANA registry). */
const HARMLESS_IPV6: ReadonlySet<number> = new Set([0x00, 0x01, 0x04, 0x05, 0xc2]);

/** Empties the options of a hop-by-hop or destination header that may hold an address (RFC 6275 section 6.3) or anything else. */
export function blankIpv6Options(w: Rewrite, at: number, payload: number): boolean {
  for (let option = at + 2; option < payload; ) {
    const type = w.before[option];
    if (type === 0) {
      option++;
      continue;
    }
    const next = Math.min(payload, option + 2 + (w.before[option + 1] ?? 0));
    if (!HARMLESS_IPV6.has(type)) w.out.fill(0, option + 2, next);
    option = next;
  }
  return true;
}

/** End, NOP, MSS, window scale, SACK permitted, SACK, timestamps (IANA registry). */
const KEPT_TCP: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 8]);

/** Empties the options of a TCP header that may hold an address, as those of multipath TCP and of load balancers do. */
export function blankTcpOptions(w: Rewrite, at: number, payload: number): boolean {
  let option = at + 20;
  while (option < payload && w.before[option] !== 0) {
    const kind = w.before[option];
    if (kind === 1) {
      option++;
      continue;
    }
    const length = option + 1 < payload ? w.before[option + 1] : 0;
    if (length < 2) break;
    const next = Math.min(payload, option + length);
    if (!KEPT_TCP.has(kind)) w.out.fill(0, option + 2, next);
    option = next;
  }
  // Behind the end of the list there may be anything.
  w.out.fill(0, option, payload);
  return true;
}
