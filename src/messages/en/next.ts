/** The observation that would decide. */
export const next = {
  "next-longer": "capture at the same places again, for longer: {command}",
  "next-client-side": "capture at the same time one step nearer the client than {point}: {command}",
  "next-server-side": "capture at the same time one step nearer the server than {point}: {command}",
  "next-at-receiver":
    "look at the receiver itself, next to {point}: its firewall's counters (iptables -vnL, nft list ruleset), nstat -asz, ip -s link; and capture on all of its interfaces: {command}",
  "next-syn": "capture at the same time at the server, and at every hop you can reach: {command}",
  "next-at-server": "capture at the same time at the server: {command}",
} as const;
