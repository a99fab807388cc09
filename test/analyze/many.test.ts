import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/contract.js";
import { pcap } from "../support/capture-file.js";
import { hopscope } from "../support/hopscope.js";
import { Talk } from "../support/talk.js";
import { openOnes } from "../support/whole.js";

const SOUND = 1300;

describe("a capture of very many sound connections", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hopscope-many-"));
    const stalled = new Talk(["one"], { client: 50_001, server: 443 }).handshake();
    stalled.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 });
    stalled.send({ from: "server", flags: "A", seq: 1, ack: 301 });
    for (const at of [0.3, 0.9, 2.1]) stalled.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, at });
    stalled.send({ from: "server", flags: "PA", seq: 2921, ack: 301, length: 200, at: 2.2 });
    stalled.send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[2921, 3121]] });
    const packets = openOnes(SOUND).beside(stalled).background(9).captured("one");
    const timed = packets.map(({ bytes, time }) => ({ bytes, nanos: Math.round(time * 1e6) * 1000 }));
    await writeFile(file("a.pcap"), pcap(timed, true, false, { linkType: 1 }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const analyzed = async (name: string) => (await hopscope(["analyze", "--json", file(name)])).stdout;

  it("lists no more of them than it has to, and every other one, and says the same of its digest", async () => {
    const said = await analyzed("a.pcap");
    const report = JSON.parse(said) as Report;
    expect(report.flows).toHaveLength(100 + 5);
    expect(report.vantagePoints[0].talliedFlows).toBe(SOUND - 100);
    const listed = report.flows.map((flow) => flow.client);
    for (const port of [50_001, 42_000 + SOUND, 42_003 + SOUND]) expect(listed).toContain(`10.0.0.1:${port}`);
    expect(report.findings.find((finding) => finding.role === "primary")?.flows).toHaveLength(1);
    await hopscope(["digest", file("a.pcap"), "-o", file("a.digest")]);
    const digested = (await analyzed("a.digest")).replaceAll("a.digest", "a.pcap");
    expect(digested).toBe(said);
    expect((await hopscope(["analyze", file("a.pcap")])).stdout).toContain(
      "1200 sound connections counted and not listed",
    );
  });
});
