import type { Host } from "../scenario.js";

/** A host of a topology with a scenario's additions: lists grow, settings are replaced one by one. */
export function merge(host: Host, more: Partial<Host>): Host {
  return {
    ...host,
    ...more,
    addresses: { ...host.addresses, ...more.addresses },
    sysctls: { ...host.sysctls, ...more.sysctls },
    routes: [...(host.routes ?? []), ...(more.routes ?? [])],
    iptables: [...(host.iptables ?? []), ...(more.iptables ?? [])],
    ip6tables: [...(host.ip6tables ?? []), ...(more.ip6tables ?? [])],
  };
}
