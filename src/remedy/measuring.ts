import type { Situation } from "./situation.js";

/** MTUs in use: Ethernet, PPPoE, tunnels of all kinds, clouds, and the least that IPv6 allows. */
const USUAL = [1492, 1480, 1472, 1460, 1450, 1440, 1420, 1400, 1380, 1350, 1300, 1280];

/** Finds the MTU that fits where no capture tells: an echo reply is as large as its request, so one ping tries both directions. */
export function measureMtu(s: Situation): string {
  const headers = s.family === 4 ? 28 : 48;
  const sizes = USUAL.filter((mtu) => mtu > (s.passed ?? 0) && mtu < (s.lost ?? Number.POSITIVE_INFINITY));
  const ping = `ping -M do -c 1 -W 1 -s $((mtu - ${headers})) ${s.server.address}`;
  return `for mtu in ${sizes.join(" ")}; do ${ping} > /dev/null && { echo $mtu; break; }; done`;
}
