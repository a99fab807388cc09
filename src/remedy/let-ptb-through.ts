import { phrase } from "../diagnose/finding.js";
import { ptbFilter } from "./observing.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** Path MTU discovery works again where its messages arrive: RFC 1191, RFC 8201; RFC 4890 section 4.3.1 says never to drop them. */
export function letPtbThrough(s: Situation): Remedy | null {
  if (s.ptb === null) return null;
  const v4 = s.family === 4;
  const accept = v4
    ? "iptables -I FORWARD -p icmp --icmp-type fragmentation-needed -j ACCEPT"
    : "ip6tables -I FORWARD -p icmpv6 --icmpv6-type packet-too-big -j ACCEPT";
  return {
    id: "let-ptb-through",
    title: phrase("remedy.let-ptb-through.title", {
      point: s.ptb.lastSeenAt,
      family: s.family,
      direction: s.direction,
    }),
    commands: [
      accept,
      "# or with nftables, in the chain that forwards:",
      v4
        ? "nft insert rule inet <TABLE> <CHAIN> icmp type destination-unreachable icmp code frag-needed accept"
        : "nft insert rule inet <TABLE> <CHAIN> icmpv6 type packet-too-big accept",
    ],
    scope: phrase("remedy.let-ptb-through.scope", { source: s.ptb.source, mtu: s.ptb.mtu }),
    needs: phrase("remedy.let-ptb-through.needs"),
    // The PTB says which size fits, and a sender that gets it takes that size.
    sufficient: true,
    nextWall: null,
    verify: phrase("remedy.let-ptb-through.verify", {
      direction: s.direction,
      command: `tcpdump -ni any '${ptbFilter(s.family)}'`,
      source: s.ptb.source,
    }),
    rollback: phrase("remedy.rollback.command", { command: accept.replace(" -I ", " -D ") }),
  };
}
