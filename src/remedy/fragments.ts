import { phrase } from "../diagnose/finding.js";
import { linkMtu } from "./link-mtu.js";
import { fragmentFilter } from "./observing.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

const DNS = 53;
const LARGEST_USUAL = 1500;

/** DNS answers that need no fragments: 1232 bytes fit every IPv6 path (dnsflagday.net/2020). */
export function smallerDnsAnswers(s: Situation): Remedy | null {
  if (s.server.port !== DNS || s.direction !== "server-to-client") return null;
  return {
    id: "smaller-dns-answers",
    title: phrase("remedy.smaller-dns-answers.title"),
    commands: [
      "# BIND, in named.conf:  options { edns-udp-size 1232; max-udp-size 1232; };",
      "# Unbound, in unbound.conf:  server: edns-buffer-size: 1232  max-udp-size: 1232",
    ],
    scope: phrase("remedy.smaller-dns-answers.scope"),
    needs: phrase("remedy.smaller-dns-answers.needs"),
    sufficient: true,
    nextWall: null,
    verify: phrase("remedy.smaller-dns-answers.verify", { command: `dig +bufsize=4096 @${s.server.address} <NAME>` }),
    rollback: phrase("remedy.smaller-dns-answers.rollback"),
  };
}

/** Filters see ports in the first fragment only, and drop the others: RFC 8900 section 3.3. */
export function letFragmentsThrough(s: Situation): Remedy | null {
  if (s.lastSeenAt === null && s.missingAt === null) return null;
  return {
    id: "let-fragments-through",
    title: phrase("remedy.let-fragments-through.title"),
    commands: [
      "nstat -az IpReasmFails Ip6ReasmFails                  # does a host here fail to put them together?",
      s.family === 4
        ? "iptables -I FORWARD -f -j ACCEPT"
        : "ip6tables -I FORWARD -m ipv6header --header frag --soft -j ACCEPT",
    ],
    scope: phrase("remedy.let-fragments-through.scope"),
    needs: phrase("remedy.filter.needs"),
    sufficient: false,
    nextWall: phrase("remedy.wall.next-filter"),
    verify: phrase("remedy.let-fragments-through.verify", {
      command: `tcpdump -ni any '${fragmentFilter(s.family)}'`,
    }),
    rollback: phrase("remedy.rollback.command", {
      command:
        s.family === 4
          ? "iptables -D FORWARD -f -j ACCEPT"
          : "ip6tables -D FORWARD -m ipv6header --header frag --soft -j ACCEPT",
    }),
  };
}

/** What a host sends in fragments by itself is larger than any link here is meant to carry; what a router cuts up is not. */
export function roomForWholePackets(s: Situation): Remedy | null {
  return s.lost !== null && s.lost <= LARGEST_USUAL ? linkMtu(s) : null;
}
