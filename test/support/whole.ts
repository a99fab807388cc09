import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { unpackDigest } from "../../src/flow/packed/unpack.js";
import { KEEP_ALL, retireJoined } from "../../src/flow/retirement.js";
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

/** Connections that nobody closed: sound ones, one each that lacks an acknowledgment, an answer, the server's word, or got a packet twice. */
export function openOnes(count: number): Talk {
  const opened = (i: number) => {
    const talk = new Talk(["one"], { client: 42_000 + i, server: 443 }).handshake();
    return talk.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 200 });
  };
  const answer = { from: "server" as const, flags: "PA", seq: 1, ack: 201, length: 900 + count };
  const heard = { from: "client" as const, flags: "A", seq: 201, ack: 901 + count };
  const more = { from: "client" as const, flags: "PA", seq: 201, ack: 901 + count, length: 50 };
  const sound = Array.from({ length: count }, (_, i) => opened(i).send(answer, heard));
  const others = [
    opened(count).send(answer),
    opened(count + 1).send(answer, heard, more, { from: "server", flags: "A", seq: 901 + count, ack: 251 }),
    opened(count + 2).send({ from: "server", flags: "A", seq: 1, ack: 201 }),
    opened(count + 3).send(answer, answer, heard),
  ];
  return [...sound, ...others].reduce((all, talk) => all.beside(talk));
}

/** What a point makes of its frames where it keeps so many connections that came whole, and so many that are sound. */
export function keeping(talk: Talk, point: string, keepWhole: number, share?: Share, keepSound?: number): Digest {
  const about = { name: point, source: point, interface: null, linkType: 1, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS, share, undefined, keepWhole);
  talk.captured(point).forEach(({ bytes, time }, i) => {
    const place = { number: i + 1, bytes, start: 0, end: bytes.length, wireLength: bytes.length, interfaceIndex: 0 };
    const nanos = Math.round((time % 1) * 1e9);
    vantage.add({ ...place, linkType: 1, seconds: 1_700_000_000 + Math.floor(time), nanos, direction: "unknown" });
  });
  const keep = { ...KEEP_ALL, most: keepSound ?? KEEP_ALL.most };
  return share === undefined ? vantage.finish(null, null, keep) : unpackDigest(vantage.finishShare(null, null, keep));
}

/** The same digest, had its point kept no connection that came whole. */
export function retiring(digest: Digest): Digest {
  const { tcp, retired } = retireJoined(digest.tcp, [digest.retired], 0);
  return { ...digest, tcp, retired, coarsened: retired === null ? digest.coarsened : ["whole-flows"] };
}
