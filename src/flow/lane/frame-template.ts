import type { Dissection } from "../../dissect/dissection.js";
import { type Encapsulation, encapsulationOf } from "../../dissect/encapsulation.js";
import { PROTOCOL } from "../../dissect/protocols.js";

const IPV6_HEADER = 40;

/**
 * How the frames of one kind are laid out, learned from one that was dissected: where its headers lie, and which bytes decided
 * that. A frame whose deciding bytes are the same is laid out the same, and needs no dissection to find its TCP header.
 */
export interface FrameTemplate {
  linkType: number;
  /** Offset from the frame's start, mask, value, of the bytes that decide. */
  decisive: readonly number[];
  /** Offset of a 16-bit length outside the innermost IP packet, and what to add to have room for that packet. */
  lengths: readonly number[];
  /** Offsets of UDP ports beside the one that names the tunnel: they must not name another. */
  otherPorts: readonly number[];
  /** Offsets of the innermost IP header and of its TCP header. */
  ip: number;
  tcp: number;
  isIpv4: boolean;
  encapsulation: Encapsulation;
}

/** The template of a dissected frame that begins at `start`, no part of it a fragment; null where a layer decides by more than fixed bytes. */
export function learnTemplate(d: Dissection, start: number, linkType: number): FrameTemplate | null {
  const bytes: number[] = [];
  const lengths: number[] = [];
  const otherPorts: number[] = [];
  const b = d.bytes;
  const ip = d.start[d.ip] - start;
  const same = (at: number, mask = 0xff) => bytes.push(at - start, mask, b[at] & mask);
  const same2 = (at: number) => {
    same(at);
    same(at + 1);
  };
  for (let i = 0; i < d.transport; i++) {
    const at = d.start[i];
    const inside = ip - (at - start);
    switch (d.protocol[i]) {
      case PROTOCOL.ethernet:
        same2(at + 12);
        break;
      case PROTOCOL.vlan:
        same2(at + 2);
        break;
      case PROTOCOL.sll:
        same2(at + 2);
        same2(at + 14);
        break;
      case PROTOCOL.sll2:
        same2(at);
        same2(at + 8);
        break;
      case PROTOCOL.raw:
        break;
      case PROTOCOL.ipv4:
        same(at);
        same(at + 6, 0x3f);
        same(at + 7);
        same(at + 9);
        if (i < d.ip) lengths.push(at - start + 2, -inside);
        break;
      case PROTOCOL.ipv6:
        same(at, 0xf0);
        same(at + 6);
        if (i < d.ip) lengths.push(at - start + 4, IPV6_HEADER - inside);
        break;
      case PROTOCOL.udp: {
        const source = (b[at] << 8) | b[at + 1];
        const destination = (b[at + 2] << 8) | b[at + 3];
        const bySource = d.udpLayer[source] !== 0;
        if (bySource === (d.udpLayer[destination] !== 0)) return null;
        same2(bySource ? at : at + 2);
        otherPorts.push((bySource ? at + 2 : at) - start);
        lengths.push(at - start + 4, -inside);
        break;
      }
      case PROTOCOL.vxlan:
        same(at);
        break;
      case PROTOCOL.geneve:
      case PROTOCOL.gre:
        if (d.protocol[i] === PROTOCOL.gre && (b[at + 1] & 0x07) !== 0) return null;
        same2(at);
        same2(at + 2);
        break;
      default:
        return null;
    }
  }
  return {
    linkType,
    decisive: bytes,
    lengths,
    otherPorts,
    ip,
    tcp: d.start[d.transport] - start,
    isIpv4: d.protocol[d.ip] === PROTOCOL.ipv4,
    encapsulation: encapsulationOf(d),
  };
}
