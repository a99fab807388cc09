import { describe, expect, it } from "vitest";
import { decodeErrors } from "../../src/node/error-queue.js";
import { decodeAddress, encodeAddress } from "../../src/node/socket-address.js";
import { decodeTcpInfo } from "../../src/node/tcp-info.js";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

describe("socket addresses", () => {
  it.each([
    ["10.60.2.2", 443, "0200 01bb 0a3c0202 0000000000000000"],
    ["fd00:60:2::2", 8443, "0a00 20fb 00000000 fd000060000200000000000000000002 00000000"],
    ["::1", 1, "0a00 0001 00000000 00000000000000000000000000000001 00000000"],
    ["::ffff:10.0.0.1", 1, "0a00 0001 00000000 00000000000000000000ffff0a000001 00000000"],
  ])("%s port %i is %s", (address, port, bytes) => {
    expect(encodeAddress(address, port)).toEqual(hex(bytes));
    const back = decodeAddress(hex(bytes));
    expect(back?.port).toBe(port);
    expect(encodeAddress(back!.address, port)).toEqual(hex(bytes));
  });

  it("are null where too little, or another family, is there", () => {
    expect(decodeAddress(hex("0200 01bb"))).toBeNull();
    expect(decodeAddress(hex("0a00 0001 0000000000000000 00000000"))).toBeNull();
    expect(decodeAddress(hex("0100 0000 000000000000000000000000"))).toBeNull();
  });
});

describe("TCP_INFO", () => {
  /** An established connection with timestamps that got one packet beyond a hole. */
  const bytes = Buffer.alloc(280);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt8(7, 5);
  bytes.writeUInt32LE(1448, 16);
  bytes.writeUInt32LE(536, 20);
  bytes.writeUInt32LE(1500, 60);
  bytes.writeUInt32LE(1448, 84);
  bytes.writeBigUInt64LE(225n, 120);
  bytes.writeUInt32LE(1, 224);

  it("is read by its offsets", () => {
    expect(decodeTcpInfo(bytes)).toMatchObject({
      connecting: false,
      closed: false,
      timestamps: true,
      sndMss: 1448,
      rcvMss: 536,
      pathMtu: 1500,
      advMss: 1448,
      bytesAcked: 225,
      bytesReceived: 0,
      outOfOrder: 1,
    });
  });

  it("reads 0 where an older kernel filled less", () => {
    expect(decodeTcpInfo(bytes, 120)).toMatchObject({ advMss: 1448, bytesAcked: 0, outOfOrder: 0 });
    expect(decodeTcpInfo(Buffer.alloc(0))).toMatchObject({ advMss: 0, closed: false });
  });
});

describe("the error queue", () => {
  /** SOL_IP, IP_RECVERR: EMSGSIZE by ICMP 3/4 with MTU 1400, from 10.60.0.2; a TTL message before it. */
  const ttl = "1400000000000000 00000000 02000000 40000000 00000000";
  const ptb =
    "3000000000000000 00000000 0b000000 5a000000 02 03 04 00 78050000 00000000 02000000 0a3c0002 0000000000000000";

  it("tells what a PTB says, who sent it, and for what", () => {
    const destination = { address: "10.60.2.2", port: 33434 };
    expect(decodeErrors(hex(ttl + ptb), destination)).toEqual({
      errno: 90,
      origin: "icmp",
      type: 3,
      code: 4,
      value: 1400,
      offender: "10.60.0.2",
      destination,
    });
  });

  it("reads a Packet Too Big of ICMPv6", () => {
    const error = `3c00000000000000 29000000 19000000 5a000000 03 02 00 00 00050000 00000000 ${encodeAddress("fd00::1", 0).toString("hex")}`;
    expect(decodeErrors(hex(error), null)).toMatchObject({
      origin: "icmp6",
      type: 2,
      value: 1280,
      offender: "fd00::1",
    });
  });

  it.each([
    ["nothing", ""],
    ["no error", ttl],
    ["a length that cannot be", "0300000000000000 00000000 0b000000"],
    ["a message cut short", ptb.slice(0, 60)],
    ["a length beyond the end", "ffffffff00000000 00000000 0b000000 5a000000"],
  ])("is empty for %s", (_, bytes) => {
    expect(decodeErrors(hex(bytes), null)).toBeNull();
  });
});
