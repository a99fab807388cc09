import { phrase } from "../diagnose/finding.js";
import { inContainer, mayBeContainer } from "./container.js";
import { mssToSet, mtuToSet, whetherItFits } from "./lowering.js";
import { measureMtu } from "./measuring.js";
import { synFilter } from "./observing.js";
import type { Remedy } from "./remedy.js";
import { headersOf, type Situation } from "./situation.js";

/** A smaller MTU on the client's own interface: at once, for one client, until the interface is created anew. */
export function clientMtu(s: Situation): Remedy | null {
  // A server's datagrams do not know of the client's MTU; its segments do, by the MSS.
  if (s.protocol === "datagrams" && s.direction === "server-to-client") return null;
  const mtu = mtuToSet(s);
  const before = s.client.mss === null ? "<MTU-BEFORE>" : s.client.mss + headersOf(s.family);
  const container = mayBeContainer(s);
  const set = (value: number | string) =>
    container ? inContainer(`ip link set dev eth0 mtu ${value}`) : `ip link set dev <INTERFACE> mtu ${value}`;
  const wall = whetherItFits(s);
  return {
    id: "client-mtu",
    title: phrase(container ? "remedy.client-mtu.title-container" : "remedy.client-mtu.title", { mtu }),
    commands: s.fits.mtu === null ? [measureMtu(s), set(mtu)] : [set(mtu)],
    scope: phrase("remedy.client-mtu.scope", { address: s.client.address, mtu, basis: s.fits.by }),
    needs: phrase(container ? "remedy.client-mtu.needs-container" : "remedy.client-mtu.needs"),
    sufficient: wall === null,
    nextWall: wall,
    verify:
      s.protocol === "tcp"
        ? phrase("remedy.client-mtu.verify", {
            command: `tcpdump -c 1 -nvi any '${synFilter(s.family, s.server.address)}'`,
            mss: mssToSet(s),
          })
        : phrase("remedy.client-mtu.verify-datagrams"),
    rollback: phrase("remedy.rollback.command", { command: set(before) }),
  };
}
