import { formatIpv4, formatIpv6 } from "../dissect/address.js";
import { u16 } from "../dissect/bytes.js";
import type { Dissection } from "../dissect/dissection.js";
import { ipv4 } from "../dissect/ipv4.js";
import { ipv6Fragment } from "../dissect/ipv6-fragment.js";
import { PROTOCOL } from "../dissect/protocols.js";
import type { FragmentSighting } from "./fragments.js";

/** What the fragment in this frame says of itself; `outer` asks for the tunnel's IP header, else the innermost. Null when unreadable. */
export function fragmentOf(d: Dissection, outer: boolean, frame: number, time: number): FragmentSighting | null {
  const layer = outer ? d.outerIp : d.ip;
  const b = d.bytes;
  const at = d.start[layer];
  const overhead = outer ? d.start[d.ip] - at : 0;
  if (d.protocol[layer] === PROTOCOL.ipv4) {
    const header = d.payload[layer] - at;
    const size = ipv4.totalLength(b, at);
    const offset = ipv4.fragmentOffset(b, at);
    const protocol = ipv4.protocol(b, at);
    return {
      family: 4,
      source: formatIpv4(b, at + 12),
      destination: formatIpv4(b, at + 16),
      identification: ipv4.identification(b, at),
      protocol,
      ports: offset === 0 ? portsAt(b, at + header, d.end[layer], protocol) : null,
      outer,
      offset,
      length: Math.max(0, size - header),
      more: ipv4.moreFragments(b, at),
      size,
      header,
      overhead,
      frame,
      time,
    };
  }
  for (let i = layer + 1; i < d.depth; i++) {
    if (d.protocol[i] !== PROTOCOL.ipv6Fragment) continue;
    const h = d.start[i];
    const payload = d.payload[i];
    const offset = ipv6Fragment.offset(b, h);
    const protocol = ipv6Fragment.nextHeader(b, h);
    return {
      family: 6,
      source: formatIpv6(b, at + 8),
      destination: formatIpv6(b, at + 24),
      identification: ipv6Fragment.identification(b, h),
      protocol,
      ports: offset === 0 ? portsAt(b, payload, d.end[i], protocol) : null,
      outer,
      offset,
      length: d.wireEnd[i] - payload,
      more: ipv6Fragment.moreFragments(b, h),
      size: d.wireEnd[layer] - at,
      header: payload - at - 8,
      overhead,
      frame,
      time,
    };
  }
  return null;
}

function portsAt(
  b: Uint8Array,
  at: number,
  end: number,
  protocol: number,
): { source: number; destination: number } | null {
  if ((protocol !== 6 && protocol !== 17) || at + 4 > end) return null;
  return { source: u16(b, at), destination: u16(b, at + 2) };
}
