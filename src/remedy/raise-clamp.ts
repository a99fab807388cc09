import { phrase } from "../diagnose/finding.js";
import { synFilter } from "./observing.js";
import type { Remedy } from "./remedy.js";
import { headersOf, type Situation } from "./situation.js";

/** A clamp that fits the path: the MTU of the route instead of a number chosen for another. */
export function raiseClamp(s: Situation): Remedy | null {
  if (s.passed === null) return null;
  const iptables = s.family === 4 ? "iptables" : "ip6tables";
  return {
    id: "raise-clamp",
    title: phrase("remedy.raise-clamp.title", { mss: s.passed - headersOf(s.family) }),
    commands: [
      `${iptables} -t mangle -S | grep TCPMSS          # or: nft list ruleset | grep maxseg`,
      `${iptables} -t mangle -R FORWARD <RULE-NUMBER> -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`,
    ],
    scope: phrase("remedy.raise-clamp.scope"),
    needs: phrase("remedy.raise-clamp.needs"),
    sufficient: true,
    nextWall: null,
    verify: phrase("remedy.mss-clamp.verify", {
      command: `tcpdump -nvi any '${synFilter(s.family, s.server.address)}'`,
      mss: s.passed - headersOf(s.family),
    }),
    rollback: phrase("remedy.raise-clamp.rollback"),
  };
}
