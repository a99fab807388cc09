import { dissectAh } from "./ah.js";
import type { Dissection, LayerDissector } from "./dissection.js";
import { MAX_LAYERS } from "./dissection.js";
import { dissectEthernet } from "./ethernet.js";
import { dissectIcmp } from "./icmp.js";
import { dissectIcmpv6 } from "./icmpv6.js";
import { dissectIpv4 } from "./ipv4.js";
import { dissectIpv6 } from "./ipv6.js";
import { dissectIpv6Fragment } from "./ipv6-fragment.js";
import { dissectIpv6Destination, dissectIpv6HopByHop } from "./ipv6-options.js";
import { dissectIpv6Routing } from "./ipv6-routing.js";
import { linkLayer } from "./linktype.js";
import { dissectNullLoop } from "./null-loop.js";
import { PROTOCOL } from "./protocols.js";
import { dissectRaw } from "./raw.js";
import { dissectSll } from "./sll.js";
import { dissectSll2 } from "./sll2.js";
import { dissectTcp } from "./tcp.js";
import { dissectUdp } from "./udp.js";
import { dissectVlan } from "./vlan.js";
import { dissectVxlan } from "./vxlan.js";

/** PROTOCOL value -> its dissector; a hole ends the dissection without complaint. */
const DISSECTORS: (LayerDissector | undefined)[] = [];
DISSECTORS[PROTOCOL.ethernet] = dissectEthernet;
DISSECTORS[PROTOCOL.vlan] = dissectVlan;
DISSECTORS[PROTOCOL.sll] = dissectSll;
DISSECTORS[PROTOCOL.sll2] = dissectSll2;
DISSECTORS[PROTOCOL.nullLoop] = dissectNullLoop;
DISSECTORS[PROTOCOL.raw] = dissectRaw;
DISSECTORS[PROTOCOL.ipv4] = dissectIpv4;
DISSECTORS[PROTOCOL.ipv6] = dissectIpv6;
DISSECTORS[PROTOCOL.ipv6HopByHop] = dissectIpv6HopByHop;
DISSECTORS[PROTOCOL.ipv6Routing] = dissectIpv6Routing;
DISSECTORS[PROTOCOL.ipv6Destination] = dissectIpv6Destination;
DISSECTORS[PROTOCOL.ipv6Fragment] = dissectIpv6Fragment;
DISSECTORS[PROTOCOL.ah] = dissectAh;
DISSECTORS[PROTOCOL.icmp] = dissectIcmp;
DISSECTORS[PROTOCOL.icmpv6] = dissectIcmpv6;
DISSECTORS[PROTOCOL.tcp] = dissectTcp;
DISSECTORS[PROTOCOL.udp] = dissectUdp;
DISSECTORS[PROTOCOL.vxlan] = dissectVxlan;

/**
 * Dissects the frame `bytes[start, end)` of a link type into `d`, as deep as headers go.
 * `wireLength` is the frame's length on the wire in bytes. Never throws: damage is told in `d`.
 */
export function dissect(
  d: Dissection,
  bytes: Uint8Array,
  start: number,
  end: number,
  wireLength: number,
  linkType: number,
): void {
  d.reset(bytes);
  // Less on the wire than was captured is a writer's mistake: the bytes are there.
  const wireEnd = start + wireLength;
  dissectFrom(d, linkLayer(linkType), start, end, wireEnd < end ? end : wireEnd);
}

/** Goes on with `protocol` at `at`: for what is quoted inside an ICMP error, call it on a second, reset Dissection. */
export function dissectFrom(d: Dissection, protocol: number, at: number, end: number, wireEnd: number): void {
  let next = protocol;
  while (next !== PROTOCOL.none) {
    const dissector = DISSECTORS[next];
    if (dissector === undefined) return;
    if (d.depth >= MAX_LAYERS) {
      d.damage = "nested too deep";
      return;
    }
    const before = d.depth;
    next = dissector(d, at, end, wireEnd);
    if (d.depth === before) return;
    const top = d.depth - 1;
    at = d.payload[top];
    end = d.end[top];
    wireEnd = d.wireEnd[top];
  }
}
