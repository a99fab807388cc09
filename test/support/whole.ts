import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { unpackDigest } from "../../src/flow/packed/unpack.js";
import { retireJoined } from "../../src/flow/retirement.js";
import type { Share } from "../../src/flow/share.js";
import { Vantage } from "../../src/flow/vantage.js";
import { Talk } from "./talk.js";

/** A request of `asked` bytes and an answer of `segments` segments of `size` bytes, from SYN to FIN, `begin` seconds after the beginning. */
export function whole(talk: Talk, segments: number, size: number, begin = 0, asked = 300): Talk {
  talk.send(
    { from: "client", flags: "S", seq: 0, mss: 1460, at: begin },
    { from: "server", flags: "SA", seq: 0, ack: 1, mss: 1460 },
    { from: "client", flags: "A", seq: 1, ack: 1 },
    { from: "client", flags: "PA", seq: 1, ack: 1, length: asked },
  );
  const end = 1 + segments * size;
  for (let n = 0; n < segments; n++) {
    talk.send({ from: "server", flags: "A", seq: 1 + n * size, ack: 1 + asked, length: size });
    talk.send({ from: "client", flags: "A", seq: 1 + asked, ack: 1 + (n + 1) * size });
  }
  return talk.send(
    { from: "client", flags: "FA", seq: 1 + asked, ack: end },
    { from: "server", flags: "FA", seq: end, ack: 2 + asked },
    { from: "client", flags: "A", seq: 2 + asked, ack: end + 1 },
  );
}

/** `count` connections that came whole, `apart` seconds one after the other. */
export function crowd(points: readonly string[], count: number, apart = 0): Talk {
  const talks = Array.from({ length: count }, (_, i) =>
    whole(new Talk(points, { client: 41_000 + i, server: 443 }), 2, 1000 + (i % 7), i * apart),
  );
  return talks.reduce((all, talk) => all.beside(talk));
}

/** What a point makes of its frames where it keeps so many connections that came whole. */
export function keeping(talk: Talk, point: string, keepWhole: number, share?: Share): Digest {
  const about = { name: point, source: point, interface: null, linkType: 1, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS, share, undefined, keepWhole);
  talk.captured(point).forEach(({ bytes, time }, i) => {
    const place = { number: i + 1, bytes, start: 0, end: bytes.length, wireLength: bytes.length, interfaceIndex: 0 };
    const nanos = Math.round((time % 1) * 1e9);
    vantage.add({ ...place, linkType: 1, seconds: 1_700_000_000 + Math.floor(time), nanos, direction: "unknown" });
  });
  return share === undefined ? vantage.finish(null, null) : unpackDigest(vantage.finishShare(null, null));
}

/** The same digest, had its point kept no connection that came whole. */
export function retiring(digest: Digest): Digest {
  const { tcp, retired } = retireJoined(digest.tcp, [digest.retired], 0);
  return { ...digest, tcp, retired, coarsened: retired === null ? digest.coarsened : ["whole-flows"] };
}
