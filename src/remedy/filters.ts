import { phrase } from "../diagnose/finding.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** ICMP errors that a filter sends: RFC 1812 section 5.2.7.1, RFC 4443 section 3.1. The others mean that nobody is there. */
const PROHIBITED: ReadonlySet<string> = new Set(["3/9", "3/10", "3/13", "1/1", "1/5", "1/6"]);

/** A rule, a policy or connection tracking drops the flow: find it, then let the flow through. */
export function openFilter(s: Situation): Remedy | null {
  if (s.refusal !== null && !PROHIBITED.has(s.refusal)) return null;
  const { address, port } = s.server;
  const protocol = s.protocol === "tcp" ? "tcp" : "udp";
  const iptables = s.family === 4 ? "iptables" : "ip6tables";
  const rule = `FORWARD -p ${protocol} -d ${address} --dport ${port} -j ACCEPT`;
  return {
    id: "open-filter",
    title: phrase("remedy.open-filter.title"),
    commands: [
      `${iptables} -nvL --line-numbers                       # or: nft list ruleset; which counter rises?`,
      `conntrack -L -d ${address} -p ${protocol} --dport ${port}     # does connection tracking know the flow?`,
      `${iptables} -I ${rule}`,
    ],
    scope: phrase("remedy.open-filter.scope"),
    needs: phrase("remedy.filter.needs"),
    sufficient: false,
    nextWall: phrase("remedy.wall.next-filter"),
    verify: phrase("remedy.filter.verify"),
    rollback: phrase("remedy.rollback.command", { command: `${iptables} -D ${rule}` }),
  };
}

/** Strict reverse path filtering (RFC 3704) drops what comes in where the way back does not lead out. */
export function looseReversePath(s: Situation): Remedy | null {
  if (s.family !== 4) return null;
  const from = s.direction === "server-to-client" ? s.server.address : s.client.address;
  return {
    id: "loose-reverse-path",
    title: phrase("remedy.loose-reverse-path.title", { point: s.missingAt ?? "?" }),
    commands: [
      "nstat -az TcpExtIPReversePathFilter                   # rises: it is reverse path filtering",
      `ip route get ${from}                 # must lead out where its packets come in`,
      "sysctl -w net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.<INTERFACE>.rp_filter=2",
    ],
    scope: phrase("remedy.loose-reverse-path.scope"),
    needs: phrase("remedy.loose-reverse-path.needs"),
    sufficient: false,
    nextWall: phrase("remedy.wall.other-filter"),
    verify: phrase("remedy.filter.verify"),
    rollback: phrase("remedy.rollback.command", {
      command: "sysctl -w net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.<INTERFACE>.rp_filter=1",
    }),
  };
}
