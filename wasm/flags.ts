/** Flags of a TCP header (RFC 9293 section 3.1), as src/dissect/tcp.ts has them. */
export const FIN = 0x01;
export const SYN = 0x02;
export const PSH = 0x08;
export const ACK = 0x10;
