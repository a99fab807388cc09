import type { Dissection, LayerDissector } from "./dissection.js";
import { MAX_LAYERS } from "./dissection.js";
import { dissectEthernet } from "./ethernet.js";
import { dissectIpv4 } from "./ipv4.js";
import { linkLayer } from "./linktype.js";
import { PROTOCOL } from "./protocols.js";
import { dissectTcp } from "./tcp.js";
import { dissectVlan } from "./vlan.js";

/** PROTOCOL value -> its dissector; a hole ends the dissection without complaint. */
const DISSECTORS: (LayerDissector | undefined)[] = [];
DISSECTORS[PROTOCOL.ethernet] = dissectEthernet;
DISSECTORS[PROTOCOL.vlan] = dissectVlan;
DISSECTORS[PROTOCOL.ipv4] = dissectIpv4;
DISSECTORS[PROTOCOL.tcp] = dissectTcp;

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
  dissectFrom(d, linkLayer(linkType), start, end, start + wireLength);
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
