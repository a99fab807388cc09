import { phrase } from "../diagnose/finding.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** What makes a Linux host deaf to a PTB it receives: a filter in INPUT, reverse path filtering, path MTU discovery turned off. */
export function honourPtb(s: Situation): Remedy | null {
  if (s.ptb === null) return null;
  const peer = s.direction === "server-to-client" ? "<CLIENT-ADDRESS>" : s.server.address;
  const commands =
    s.family === 4
      ? [
          `ip route get ${peer}                 # shows the path MTU it has learned, if any`,
          "iptables -I INPUT -p icmp --icmp-type fragmentation-needed -j ACCEPT",
          "sysctl -w net.ipv4.ip_no_pmtu_disc=0",
          "sysctl -w net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.<INTERFACE>.rp_filter=2",
        ]
      : [
          `ip -6 route get ${peer}              # shows the path MTU it has learned, if any`,
          "ip6tables -I INPUT -p icmpv6 --icmpv6-type packet-too-big -j ACCEPT",
        ];
  return {
    id: "honour-ptb",
    title: phrase("remedy.honour-ptb.title", { direction: s.direction }),
    commands,
    scope: phrase("remedy.honour-ptb.scope", { direction: s.direction }),
    needs: phrase("remedy.honour-ptb.needs"),
    sufficient: true,
    nextWall: null,
    verify: phrase("remedy.honour-ptb.verify", {
      command: s.family === 4 ? `ip route get ${peer}` : `ip -6 route get ${peer}`,
      mtu: s.ptb.mtu,
    }),
    rollback: phrase("remedy.honour-ptb.rollback"),
  };
}
