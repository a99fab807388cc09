/** Filters of tcpdump for what remedies are verified by; its `tcp[...]` and `icmp[...]` know IPv4 only. */

export function synFilter(family: 4 | 6, host: string): string {
  return family === 4
    ? `tcp[tcpflags] & tcp-syn != 0 and host ${host}`
    : `ip6[6] == 6 and ip6[53] & 2 != 0 and host ${host}`;
}

export function ptbFilter(family: 4 | 6): string {
  return family === 4 ? "icmp[0] == 3 and icmp[1] == 4" : "icmp6 and ip6[40] == 2";
}

export function fragmentFilter(family: 4 | 6): string {
  return family === 4 ? "ip[6:2] & 0x3fff != 0" : "ip6[6] == 44";
}
