import { phrase } from "../diagnose/finding.js";
import { mayBeContainer } from "./container.js";
import { mtuToSet, whetherItFits } from "./lowering.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

const CONFIG = "/etc/docker/daemon.json";
const DRIVER_MTU = "com.docker.network.driver.mtu";

/** Whether Docker's MTU has a say: where the client may be a container, and its MTU limits what is lost. */
function concernsDocker(s: Situation): boolean {
  return mayBeContainer(s) && !(s.protocol === "datagrams" && s.direction === "server-to-client");
}

/**
 * The daemon's configuration. `mtu` is the default bridge's; `default-network-opts` (Docker 24) that of networks created from then on.
 * Existing networks keep theirs, and so do the containers on them.
 */
export function dockerMtu(s: Situation): Remedy | null {
  if (!concernsDocker(s)) return null;
  const mtu = mtuToSet(s);
  const wall = whetherItFits(s);
  return {
    id: "docker-mtu",
    title: phrase("remedy.docker-mtu.title", { mtu }),
    commands: [
      `test -s ${CONFIG} || echo '{}' > ${CONFIG}`,
      `cp ${CONFIG} ${CONFIG}.before`,
      `jq '.mtu = ${mtu} | ."default-network-opts".bridge."${DRIVER_MTU}" = "${mtu}"' ${CONFIG}.before > ${CONFIG}`,
      "systemctl restart docker",
      "docker restart <CONTAINER>                       # on the default bridge: a restart is enough",
      "docker compose down && docker compose up -d      # on a network created before: recreate network and containers",
    ],
    scope: guess(s, "remedy.docker-mtu.scope-behind", "remedy.docker-mtu.scope-address"),
    needs: phrase("remedy.docker-mtu.needs"),
    sufficient: wall === null,
    nextWall: wall,
    verify: phrase("remedy.docker.verify", { command: "docker exec <CONTAINER> cat /sys/class/net/eth0/mtu", mtu }),
    rollback: phrase("remedy.docker-mtu.rollback", {
      command: `mv ${CONFIG}.before ${CONFIG} && systemctl restart docker`,
    }),
  };
}

/** One network at a time: before Docker 24, or where the daemon is not to be restarted. */
export function dockerNetworkMtu(s: Situation): Remedy | null {
  if (!concernsDocker(s)) return null;
  const mtu = mtuToSet(s);
  const wall = whetherItFits(s);
  return {
    id: "docker-network-mtu",
    title: phrase("remedy.docker-network-mtu.title", { mtu }),
    commands: [
      "docker stop <CONTAINER> && docker rm <CONTAINER>",
      "docker network rm <NETWORK>",
      `docker network create --opt ${DRIVER_MTU}=${mtu} <NETWORK>`,
      "docker run --network <NETWORK> <IMAGE>",
      "# with compose, in compose.yaml, then docker compose down && docker compose up -d:",
      `#   networks: { default: { driver_opts: { ${DRIVER_MTU}: "${mtu}" } } }`,
    ],
    scope: guess(s, "remedy.docker-network-mtu.scope-behind", "remedy.docker-network-mtu.scope-address"),
    needs: phrase("remedy.docker-network-mtu.needs"),
    sufficient: wall === null,
    nextWall: wall,
    verify: phrase("remedy.docker.verify", { command: "docker exec <CONTAINER> cat /sys/class/net/eth0/mtu", mtu }),
    rollback: phrase("remedy.docker-network-mtu.rollback"),
  };
}

function guess(s: Situation, behind: string, byAddress: string) {
  const { address } = s.client;
  return s.announced?.forwards === true
    ? phrase(behind, { address, point: s.announced.point, basis: s.fits.by })
    : phrase(byAddress, { address, basis: s.fits.by });
}
