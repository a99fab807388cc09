import { phrase } from "../diagnose/finding.js";
import { overlayMtu } from "./overlay-mtu.js";
import { pingPayload, wallBehind } from "./raising.js";
import type { Remedy } from "./remedy.js";
import { headersOf, type Situation } from "./situation.js";

/** Room where the packets stop, outside a tunnel: a router's interface, a bridge's port, a switch. */
export function linkMtu(s: Situation): Remedy | null {
  const { lost, lastSeenAt, missingAt } = s;
  if (s.tunnel.place !== "outside" || lost === null || lastSeenAt === null || missingAt === null) return null;
  if (overlayMtu(s) !== null) return null;
  // The receiver's own interface takes what its MSS asks for; nothing else lies behind the last hop.
  const receiver = s.direction === "server-to-client" ? s.client.mss : s.server.mss;
  const enough = s.lastHop && receiver !== null && receiver + headersOf(s.family) >= lost;
  return {
    id: "link-mtu",
    title:
      s.ptb === null
        ? phrase("remedy.link-mtu.title", { from: lastSeenAt, to: missingAt, mtu: lost })
        : phrase("remedy.link-mtu.title-router", { source: s.ptb.source, mtu: lost }),
    commands: [`ip link set dev <INTERFACE> mtu ${lost}     # every interface and port of that link, both ends`],
    scope: phrase("remedy.link-mtu.scope"),
    needs: phrase("remedy.link-mtu.needs"),
    sufficient: enough,
    nextWall: enough ? null : wallBehind(s),
    verify: phrase("remedy.link-mtu.verify", {
      command: `ping -M do -c 3 -s ${pingPayload(lost, s.family)} <ADDRESS-BEHIND-THE-LINK>`,
    }),
    rollback: phrase("remedy.rollback.mtu", {
      command: "ip link set dev <INTERFACE> mtu <MTU-BEFORE>",
      show: "ip link show dev <INTERFACE>",
    }),
  };
}
