import { concat, hex } from "../capture/bytes.js";

/** Packets from literal headers: only lengths are filled in. */

const big16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);

export function eth(type: number, ...payload: Uint8Array[]): Uint8Array {
  return concat(hex("02 00 00 00 00 01  02 00 00 00 00 02"), big16(type), ...payload);
}

export function ip4(protocol: number, ...payload: Uint8Array[]): Uint8Array {
  const body = concat(...payload);
  return concat(
    hex("45 00"),
    big16(20 + body.length),
    hex("12 34  40 00  40"),
    Uint8Array.of(protocol),
    hex("00 00  0a 00 00 01  0a 00 00 02"),
    body,
  );
}

export function ip6(next: number, ...payload: Uint8Array[]): Uint8Array {
  const body = concat(...payload);
  return concat(
    hex("60 00 00 00"),
    big16(body.length),
    Uint8Array.of(next, 64),
    hex("20010db8 00000000 00000000 00000001"),
    hex("20010db8 00000000 00000000 00000002"),
    body,
  );
}

export function udp(source: number, destination: number, ...payload: Uint8Array[]): Uint8Array {
  const body = concat(...payload);
  return concat(big16(source), big16(destination), big16(8 + body.length), hex("00 00"), body);
}

/** A TCP header of 20 bytes from port 40000 to 443, ACK and PSH. */
export const TCP = hex("9c40 01bb  00 00 10 00  00 00 20 00  50 18 01 00  00 00 00 00");
/** The innermost packet of most examples: IPv4 and TCP, 40 bytes. */
export const INNER4 = ip4(6, TCP);
export const INNER6 = ip6(6, TCP);
/** The same in an Ethernet frame. */
export const INNER_FRAME = eth(0x0800, INNER4);
export { concat, hex };
