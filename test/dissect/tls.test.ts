import { describe, expect, it } from "vitest";
import {
  clientHelloServerName,
  isTlsHandshake,
  isTlsRecord,
  TLS_CONTENT,
  TLS_HANDSHAKE,
  tlsHandshake,
  tlsRecord,
} from "../../src/dissect/tls.js";
import { TLS_CLOSE_NOTIFY, tlsAlert, tlsAlertName } from "../../src/dissect/tls-alert.js";
import { concat, hex } from "./packets.js";

/** The body of a ClientHello for example.com: two cipher suites, another extension first. */
const BODY = concat(
  hex("03 03"),
  new Uint8Array(32),
  hex("00  00 04 13 01 13 02  01 00"),
  hex("00 1c  00 17 00 00"),
  hex("00 00 00 10  00 0e 00  00 0b"),
  new TextEncoder().encode("example.com"),
  hex("00 2b 00 00"),
);

describe("TLS", () => {
  it("reads record and handshake headers", () => {
    const record = concat(hex("16 03 01 00 60  01 00 00 5c"), BODY);
    expect([isTlsRecord(record, 0), tlsRecord.contentType(record, 0), tlsRecord.version(record, 0)]).toEqual([
      true,
      TLS_CONTENT.handshake,
      0x0301,
    ]);
    expect([tlsRecord.length(record, 0), isTlsHandshake(record, 5), tlsHandshake.type(record, 5)]).toEqual([
      96,
      true,
      TLS_HANDSHAKE.clientHello,
    ]);
    expect(tlsHandshake.length(record, 5)).toBe(92);
  });

  it("refuses what is no record", () => {
    for (const bytes of ["13 03 03 00 10", "19 03 03 00 10", "16 02 03 00 10", "16 03 05 00 10", "16 03 03 48 01"]) {
      expect(isTlsRecord(hex(bytes), 0)).toBe(false);
    }
    expect(isTlsRecord(hex("17 03 03 48 00"), 0)).toBe(true);
    expect(isTlsHandshake(hex("9c 00 00 10"), 0)).toBe(false);
    expect(isTlsHandshake(hex("01 10 00 00"), 0)).toBe(false);
  });

  it("finds the server's name in a ClientHello, however much of it there is", () => {
    const nameEnd = BODY.length - 4;
    for (let end = 0; end <= BODY.length; end++) {
      expect(clientHelloServerName(BODY, 0, end)).toBe(end < nameEnd ? null : "example.com");
    }
  });

  it("does not find one that is empty, too long for its extension, or not a host name", () => {
    const altered = (at: number, value: number) => {
      const body = BODY.slice();
      body[body.length - 4 - at] = value;
      return clientHelloServerName(body, 0, body.length);
    };
    expect(altered(12, 0)).toBeNull();
    expect(altered(12, 12)).toBeNull();
    expect(altered(14, 1)).toBeNull();
    expect(altered(3, 0x1b)).toBeNull();
    expect(altered(3, 0xc3)).toBeNull();
    expect(clientHelloServerName(hex("00"), 0, 0)).toBeNull();
  });

  it("reads alerts", () => {
    const alert = hex("15 03 03 00 02  02 30");
    expect([tlsAlert.level(alert, 5), tlsAlertName(tlsAlert.description(alert, 5))]).toEqual([2, "unknown_ca"]);
    expect([tlsAlertName(TLS_CLOSE_NOTIFY), tlsAlertName(250)]).toEqual(["close_notify", "250"]);
  });
});
