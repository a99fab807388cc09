import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** Opcodes, draft-openvpn-wire-protocol section 4. */
export const OPENVPN_OPCODE = { dataV1: 6, dataV2: 9 } as const;
const LAST_OPCODE = 11;
/** Opcode and key id (1), peer id (3). */
const DATA_V2_HEADER = 4;

/**
 * OpenVPN over UDP, opaque but for its first byte.
 *
 *     | opcode (5 bits), key id (3) | peer id (3), in data version 2 | ... |
 */
export function dissectOpenvpn(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 1 > end) return d.short("OpenVPN header", 1, at, wireEnd);
  const opcode = d.bytes[at] >> 3;
  if (opcode === 0 || opcode > LAST_OPCODE) return PROTOCOL.none;
  const header = opcode === OPENVPN_OPCODE.dataV2 ? DATA_V2_HEADER : 1;
  d.push(PROTOCOL.openvpn, at, Math.min(end, at + header), end, wireEnd);
  return PROTOCOL.none;
}

export function openvpnOpcode(b: Uint8Array, at: number): number {
  return b[at] >> 3;
}
