import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATAGRAMS, POINT, TCP } from "../../src/digest-file/digest-file.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest, TcpFlow } from "../../src/flow/digest.js";
import { digestSource } from "../../src/node/digest-captures.js";
import { UserError } from "../../src/node/errors.js";
import { CONVERSATIONS } from "../diagnose/conversations.js";
import { digestsIn, incident } from "../support/digests.js";
import { ROOT } from "../support/hopscope.js";
import { corpus } from "./corpus.js";
import { back, fileOf, read } from "./files.js";
import { talks } from "./talks.js";

describe("a digest that was written and read", () => {
  it.each(["v1", "v2"] as const)("is what it was: incident %s", async (version) => {
    const digests = [...(await digestsIn(incident(version))).values()];
    expect(digests).toHaveLength(7);
    expect(await back(digests)).toEqual(digests);
  });

  it.each(CONVERSATIONS)("is what it was: $name", async ({ talk }) => {
    const digests = talk().digests();
    expect(await back(digests)).toEqual(digests);
  });

  it("is what it was, whatever was said", async () => {
    await fc.assert(
      fc.asyncProperty(talks, async (talk) => {
        const digests = talk.digests();
        expect(await back(digests)).toEqual(digests);
      }),
      { numRuns: 200 },
    );
  });

  it.each(corpus())("is what it was: %s of the fuzzer's corpus", async (_, file) => {
    const digests = await digestSource({ name: "a", files: [file] }, { decode: ANALYSIS_PORTS }).catch((error) => {
      // Some of them are no captures.
      if (error instanceof UserError) return [];
      throw error;
    });
    expect(await back(digests)).toEqual(digests);
  });

  it("keeps numbers that no field was made for", async () => {
    const [digest] = CONVERSATIONS[0].talk().digests();
    const [flow] = digest.tcp;
    const odd = (change: Partial<TcpFlow["toServer"]>): TcpFlow => ({
      ...flow,
      toServer: { ...flow.toServer, ...change },
    });
    // A clock that goes back, and times beyond 2^53 ns, where differences are not exact.
    const times = [0, -5, 4e18 + 512, 123456789, 1e22, 2 ** 53 + 2, -1e15];
    const tcp = [
      ...times.map((time, frame) => odd({ last: { frame, time }, lastBare: { frame, time: time + 1 } })),
      odd({ window: 65535 * 2 ** 255, ack: -(2 ** 31), base: 0xffffffff, bytes: Number.MAX_SAFE_INTEGER }),
      odd({ covered: [-3, 7, 2 ** 40, 2 ** 40 + 1], samples: [1, 9, 5, 2, 3, 4, 0xffffffff, 1, 7] }),
    ];
    const digests: Digest[] = [{ ...digest, name: "a\ud800\u0000名", epoch: -1, start: -1e17, tcp }];
    expect(await back(digests)).toEqual(digests);
  });

  it("keeps its group and its order, in a file of several", async () => {
    const digests = CONVERSATIONS[0].talk().digests();
    expect((await read(fileOf(digests))).map((s) => [s.group, s.digest.name])).toEqual([
      ["client", "client"],
      ["router", "router"],
      ["server", "server"],
    ]);
  });

  it("needs as many blocks as it has flows for", async () => {
    const [digest] = CONVERSATIONS[0].talk().digests();
    const tcp = Array.from({ length: 9000 }, (_, i) => ({
      ...digest.tcp[0],
      client: { address: "10.0.0.1", port: i },
    }));
    expect(await back([{ ...digest, tcp }])).toEqual([{ ...digest, tcp }]);
  });
});

describe("docs/digest-format.md", () => {
  const blocks = [...readFileSync(`${ROOT}docs/digest-format.md`, "utf8").matchAll(/```text\n([\s\S]*?)\n```/g)];

  it.each([
    ["a vantage point", POINT, 0],
    ["a TCP flow", TCP, 1],
    ["a datagram flow", DATAGRAMS, 2],
  ] as const)("lists the columns of %s: a change is a new version", (_, { columns }, block) => {
    const listed = blocks[block][1].split("\n");
    const other = listed.filter((l) => l.startsWith("toServer.")).map((l) => l.replace("toServer.", "toClient."));
    expect([...listed, ...other]).toEqual(columns);
  });
});
