import type { Dissection } from "./dissection.js";
import { OPENVPN_OPCODE, openvpnOpcode } from "./openvpn.js";
import { PROTOCOL } from "./protocols.js";

/** A tunnel whose inside cannot be read. */
export interface OpaqueTunnel {
  name: "esp" | "esp-in-udp" | "wireguard" | "openvpn" | "dtls";
  /** Bytes it takes from an inner packet at the least: the outer IP header, what is visible, and what its cipher adds. */
  overhead: number;
  /** What had to be assumed of the cipher; null where the protocol leaves no choice. */
  assumes: string | null;
  /** The packet inside is padded to a multiple of this many bytes. */
  block: number;
}

const UDP_HEADER = 8;
/** AEAD tags of the ciphers in use. */
const TAG = 16;

/** The opaque tunnel that the innermost packet of `d` belongs to, or null. */
export function opaqueTunnel(d: Dissection): OpaqueTunnel | null {
  if (d.ip < 0 || d.depth === 0) return null;
  const last = d.depth - 1;
  // IPv6 extension headers count as the header they follow.
  const outer = d.start[d.transport >= 0 ? d.transport : last] - d.start[d.ip];
  switch (d.protocol[last]) {
    case PROTOCOL.esp: {
      const natT = d.transport >= 0;
      return {
        name: natT ? "esp-in-udp" : "esp",
        // SPI and sequence number 8, initialisation vector 8, padding length and next header 2 (RFC 4303, RFC 4106).
        overhead: outer + (natT ? UDP_HEADER : 0) + 8 + 8 + 2 + TAG,
        assumes: "AES-GCM-16, tunnel mode",
        block: 4,
      };
    }
    case PROTOCOL.wireguard:
      return { name: "wireguard", overhead: outer + UDP_HEADER + 16 + TAG, assumes: null, block: 16 };
    case PROTOCOL.openvpn: {
      const opcode = openvpnOpcode(d.bytes, d.start[last]);
      const header = opcode === OPENVPN_OPCODE.dataV2 ? 4 : 1;
      // A packet id of 4 stands in for most of the nonce.
      return { name: "openvpn", overhead: outer + UDP_HEADER + header + 4 + TAG, assumes: "AES-GCM, tun", block: 1 };
    }
    case PROTOCOL.dtls:
      // Record header 13, explicit nonce 8 (RFC 5288).
      return { name: "dtls", overhead: outer + UDP_HEADER + 13 + 8 + TAG, assumes: "AES-GCM", block: 1 };
    default:
      return null;
  }
}
