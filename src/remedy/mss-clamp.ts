import { phrase } from "../diagnose/finding.js";
import { mssToSet, whetherItFits } from "./lowering.js";
import { synFilter } from "./observing.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/**
 * A router that lowers the MSS in both SYNs. Where a host on the way has the smaller MTU itself, `--clamp-mss-to-pmtu` takes it from the
 * routes of both directions (xt_TCPMSS.c, tcpmss_mangle_packet); elsewhere the value must be given. Neither ever raises an MSS.
 */
export function mssClamp(s: Situation): Remedy | null {
  if (s.protocol !== "tcp" || !s.routed) return null;
  const mss = mssToSet(s);
  const wall = whetherItFits(s);
  const host = s.announced?.forwards === true ? s.announced.point : null;
  const iptables = s.family === 4 ? "iptables" : "ip6tables";
  const rule = `FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS ${host === null ? `--set-mss ${mss}` : "--clamp-mss-to-pmtu"}`;
  return {
    id: "mss-clamp",
    title:
      host === null
        ? phrase("remedy.mss-clamp.title", { mss })
        : phrase("remedy.mss-clamp.title-host", { mss, point: host }),
    commands: [
      `${iptables} -t mangle -A ${rule}`,
      "# or with nftables:",
      "nft add table inet mss_clamp",
      "nft 'add chain inet mss_clamp forward { type filter hook forward priority mangle; }'",
      `nft 'add rule inet mss_clamp forward tcp flags & (syn | rst) == syn tcp option maxseg size set ${host === null ? mss : "rt mtu"}'`,
    ],
    scope: phrase("remedy.mss-clamp.scope", { basis: s.fits.by }),
    needs: phrase("remedy.mss-clamp.needs"),
    sufficient: wall === null,
    nextWall: wall,
    verify: phrase("remedy.mss-clamp.verify", {
      command: `tcpdump -nvi any '${synFilter(s.family, s.server.address)}'`,
      mss,
    }),
    rollback: phrase("remedy.rollback.either", {
      command: `${iptables} -t mangle -D ${rule}`,
      other: "nft delete table inet mss_clamp",
    }),
  };
}
