import { randomBytes } from "node:crypto";

/** Just enough of TLS to make a server send its certificates: RFC 8446 section 4.1.2, acceptable to TLS 1.2 (RFC 5246) too. */

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const CIPHERS = [0x1301, 0x1302, 0x1303, 0xc02f, 0xc02b, 0xc030, 0xc02c, 0xcca8, 0xcca9, 0x009c, 0x009d, 0x002f];
const SIGNATURES = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601];
/** An X25519 public key that is certainly one: the curve's base point, u = 9 (RFC 7748 section 4.1). */
const X25519_KEY = Buffer.concat([Buffer.from([9]), Buffer.alloc(31)]);
const X25519 = 0x001d;

/** A ClientHello of TLS 1.2 and 1.3 as one record. Servers answer it with all their certificates. `name` null leaves the server name out. */
export function clientHello(name: string | null): Buffer {
  const extensions = Buffer.concat([
    name === null
      ? Buffer.alloc(0)
      : extension(0, list16(Buffer.concat([Buffer.from([0]), list16(Buffer.from(name))]))),
    extension(10, list16(u16(X25519, 0x0017, 0x0018))),
    extension(11, Buffer.from([1, 0])),
    extension(13, list16(u16(...SIGNATURES))),
    extension(16, list16(list8(Buffer.from("http/1.1")))),
    extension(23, Buffer.alloc(0)),
    extension(43, list8(u16(0x0304, 0x0303))),
    extension(45, list8(Buffer.from([1]))),
    extension(51, list16(Buffer.concat([u16(X25519), list16(X25519_KEY)]))),
  ]);
  const body = Buffer.concat([
    u16(0x0303),
    randomBytes(32),
    list8(randomBytes(32)),
    list16(u16(...CIPHERS)),
    list8(Buffer.from([0])),
    list16(extensions),
  ]);
  const head = Buffer.from([CLIENT_HELLO, 0, body.length >> 8, body.length & 255]);
  return record(Buffer.concat([head, body]));
}

/** The beginning of a ClientHello record of the largest size there is, which servers wait for the rest of. */
export function unfinishedHello(bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  const whole = 16_384;
  Buffer.from([
    HANDSHAKE,
    3,
    1,
    whole >> 8,
    whole & 255,
    CLIENT_HELLO,
    0,
    (whole - 4) >> 8,
    (whole - 4) & 255,
    3,
    3,
  ]).copy(out);
  return out;
}

/** The description in a TLS alert (RFC 8446 section 6) with which an answer begins; null where it begins otherwise. */
export function alertIn(answer: Buffer): number | null {
  return answer.length >= 7 && answer[0] === 21 && answer[1] === 3 ? (answer[6] ?? null) : null;
}

function record(fragment: Buffer): Buffer {
  return Buffer.concat([Buffer.from([HANDSHAKE, 3, 1]), list16(fragment)]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([u16(type), list16(content)]);
}

function list16(content: Buffer): Buffer {
  return Buffer.concat([u16(content.length), content]);
}

function list8(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([content.length]), content]);
}

function u16(...values: number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
}
