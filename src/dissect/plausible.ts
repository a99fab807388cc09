import { u16 } from "./bytes.js";

/** Whether what begins at `at` can be an IP header: for carriers that do not say what they carry. */
export function plausibleIp(b: Uint8Array, at: number, end: number): boolean {
  if (at + 20 > end) return false;
  const version = b[at] >> 4;
  if (version === 6) return true;
  if (version !== 4) return false;
  const headerLength = (b[at] & 0x0f) * 4;
  const total = u16(b, at + 2);
  return headerLength >= 20 && (total === 0 || total >= headerLength);
}

/** Whether what begins at `at` can be an Ethernet header: of the types that matter here, with an IP version that agrees. */
export function plausibleEthernet(b: Uint8Array, at: number, end: number): boolean {
  if (at + 14 > end) return false;
  switch (u16(b, at + 12)) {
    case 0x0800:
      return at + 15 > end || b[at + 14] >> 4 === 4;
    case 0x86dd:
      return at + 15 > end || b[at + 14] >> 4 === 6;
    case 0x0806:
    case 0x8100:
    case 0x88a8:
    case 0x8847:
    case 0x8864:
      return true;
    default:
      return false;
  }
}
