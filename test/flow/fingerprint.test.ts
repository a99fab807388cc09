import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TCP_FLAG } from "../../src/dissect/tcp.js";
import { tcpFingerprint } from "../../src/flow/fingerprint.js";

describe("what copies of a packet have in common", () => {
  it("tells a FIN from the acknowledgment right before it", () => {
    const number = fc.integer({ min: 0, max: 0xffff_ffff });
    const window = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(number, window, number, (acknowledgment, size, timestamp) => {
        const before = tcpFingerprint(acknowledgment, TCP_FLAG.ack, size, timestamp, 0);
        for (const more of [0, 1, 2]) {
          const fin = tcpFingerprint((acknowledgment + more) >>> 0, TCP_FLAG.ack | TCP_FLAG.fin, size, timestamp, 0);
          expect(fin).not.toBe(before);
        }
      }),
    );
  });
});
