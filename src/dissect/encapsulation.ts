import type { Dissection } from "./dissection.js";
import { gre } from "./gre.js";
import { PROTOCOL } from "./protocols.js";

/** What the innermost IP packet of a frame travels in. */
export interface Encapsulation {
  /** Names, outermost first; empty for plain IP. */
  stack: readonly string[];
  /**
   * Bytes between the first header after the link's (its VLAN tags with it) and the innermost IP header: how much smaller
   * the inner packet must be than the outer MTU.
   */
  overhead: number;
}

/** What a frame may begin with that never counts against an IP MTU. */
const IS_LINK = flags(
  PROTOCOL.ethernet,
  PROTOCOL.vlan,
  PROTOCOL.sll,
  PROTOCOL.sll2,
  PROTOCOL.nullLoop,
  PROTOCOL.raw,
  PROTOCOL.ppp,
  PROTOCOL.ciscoHdlc,
  PROTOCOL.ieee80211,
  PROTOCOL.radiotap,
  PROTOCOL.nflog,
  PROTOCOL.llc,
  PROTOCOL.mpacket,
);

const IS_EXTENSION = flags(
  PROTOCOL.ipv6HopByHop,
  PROTOCOL.ipv6Routing,
  PROTOCOL.ipv6Destination,
  PROTOCOL.ipv6Fragment,
);

function flags(...protocols: number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const protocol of protocols) table[protocol] = 1;
  return table;
}

/** Index of the first layer that counts: at most `d.ip`. */
function firstCounted(d: Dissection): number {
  let i = 0;
  while (i < d.ip && IS_LINK[d.protocol[i]] === 1) i++;
  return i;
}

/** Bytes of encapsulation around the innermost IP packet, 0 where there is none. */
export function encapsulationOverhead(d: Dissection): number {
  return d.ip < 0 ? 0 : d.start[d.ip] - d.start[firstCounted(d)];
}

/** A number that two frames share when their layers down to the innermost IP header are the same, headers of the same size. */
export function encapsulationSignature(d: Dissection): number {
  let hash = 0;
  for (let i = 0; i <= d.ip; i++) {
    const detail = d.protocol[i] === PROTOCOL.gre ? gre.protocol(d.bytes, d.start[i]) : 0;
    hash = (Math.imul(hash ^ d.protocol[i] ^ (detail << 8), 0x01000193) + d.payload[i] - d.start[i]) | 0;
  }
  return hash;
}

const PLAIN: Encapsulation = { stack: [], overhead: 0 };
/** There are as many as a network has kinds of tunnels; the bound is for hostile captures. */
const MAX_KNOWN = 4096;
const known = new Map<number, Encapsulation>();

/** The encapsulation of the innermost IP packet of `d`: one shared object for all frames that look alike. Do not change it. */
export function encapsulationOf(d: Dissection): Encapsulation {
  if (d.ip < 0) return PLAIN;
  const signature = encapsulationSignature(d);
  let found = known.get(signature);
  if (found === undefined) {
    found = { stack: stackOf(d), overhead: encapsulationOverhead(d) };
    if (known.size < MAX_KNOWN) known.set(signature, found);
  }
  return found;
}

const NAMES: Record<number, string> = {
  [PROTOCOL.pppoe]: "pppoe",
  [PROTOCOL.mpls]: "mpls",
  [PROTOCOL.pseudowire]: "pseudowire",
  [PROTOCOL.macsec]: "macsec",
  [PROTOCOL.nsh]: "nsh",
  [PROTOCOL.ciscoMetadata]: "cisco-metadata",
  [PROTOCOL.ah]: "ah",
  [PROTOCOL.vxlan]: "vxlan",
  [PROTOCOL.vxlanGpe]: "vxlan-gpe",
  [PROTOCOL.geneve]: "geneve",
  [PROTOCOL.erspan]: "erspan-ii",
  [PROTOCOL.erspan3]: "erspan-iii",
  [PROTOCOL.gtpu]: "gtp-u",
  [PROTOCOL.l2tp]: "l2tp",
  [PROTOCOL.l2tpv3]: "l2tpv3-udp",
  [PROTOCOL.l2tpv3Ip]: "l2tpv3-ip",
  [PROTOCOL.fou]: "fou",
  [PROTOCOL.gue]: "gue",
  [PROTOCOL.stt]: "stt",
  [PROTOCOL.tzsp]: "tzsp",
  [PROTOCOL.teredo]: "teredo",
  [PROTOCOL.etherip]: "etherip",
};

/** Names of the layers that encapsulate; what they run over (IP, UDP) and what carries the packet inside (Ethernet) go unsaid. */
function stackOf(d: Dissection): string[] {
  const stack: string[] = [];
  for (let i = 0; i < d.ip; i++) {
    const protocol = d.protocol[i];
    const next = nextAfterExtensions(d, i);
    if (protocol === PROTOCOL.vlan) stack.push(stack.at(-1) === "vlan" ? "qinq" : "vlan");
    else if (protocol === PROTOCOL.gre) greName(d, i, stack);
    else if (isIp(protocol) && isIp(next)) stack.push(IP_IN_IP[protocol][next]);
    else if (NAMES[protocol] !== undefined) stack.push(NAMES[protocol]);
  }
  // Two tags are one thing.
  return stack.filter((name, i) => !(name === "vlan" && stack[i + 1] === "qinq"));
}

function greName(d: Dissection, i: number, stack: string[]): void {
  const next = d.protocol[i + 1];
  if (next === PROTOCOL.erspan || next === PROTOCOL.erspan3) return;
  if (next !== PROTOCOL.ethernet) stack.push("gre");
  // NVGRE (RFC 7637) is GRETAP with a key: nothing in the header tells them apart.
  else stack.push(gre.protocol(d.bytes, d.start[i]) === 0x88be ? "erspan-i" : "gretap");
}

const IP_IN_IP: Record<number, Record<number, string>> = {
  [PROTOCOL.ipv4]: { [PROTOCOL.ipv4]: "ipip", [PROTOCOL.ipv6]: "6in4" },
  [PROTOCOL.ipv6]: { [PROTOCOL.ipv4]: "4in6", [PROTOCOL.ipv6]: "ip6ip6" },
};

/** The layer that an IPv6 header carries stands behind its extension headers. */
function nextAfterExtensions(d: Dissection, i: number): number {
  let next = i + 1;
  while (next < d.ip && IS_EXTENSION[d.protocol[next]] === 1) next++;
  return d.protocol[next];
}

function isIp(protocol: number): boolean {
  return protocol === PROTOCOL.ipv4 || protocol === PROTOCOL.ipv6;
}
