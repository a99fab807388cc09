import { phrase } from "../diagnose/finding.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** Linux starts probing at tcp_base_mss, 1024 bytes: with headers and timestamps that is the size which must pass. */
const FIRST_PROBE = { 4: 1024 + 52, 6: 1024 + 72 } as const;

/** The sender finds the size by itself, without any PTB, after some timeouts: RFC 4821. */
export function mtuProbing(s: Situation): Remedy | null {
  if (s.protocol !== "tcp") return null;
  const first = FIRST_PROBE[s.family];
  const passes = (s.passed ?? 0) >= first || (s.ptb !== null && s.ptb.mtu >= first);
  return {
    id: "mtu-probing",
    title: phrase("remedy.mtu-probing.title", { direction: s.direction }),
    commands: ["sysctl -w net.ipv4.tcp_mtu_probing=1     # for IPv6 too"],
    scope: phrase("remedy.mtu-probing.scope", { direction: s.direction }),
    needs: phrase("remedy.mtu-probing.needs"),
    sufficient: passes,
    nextWall: passes ? null : phrase("remedy.wall.not-seen", { mtu: first }),
    verify: phrase("remedy.mtu-probing.verify", { command: "nstat -az TcpExtTCPMTUPSuccess TcpExtTCPMTUPFail" }),
    rollback: phrase("remedy.rollback.command", { command: "sysctl -w net.ipv4.tcp_mtu_probing=0" }),
  };
}
