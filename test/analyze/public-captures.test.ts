import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import { ROOT } from "../support/hopscope.js";

/** Captures of other projects, beside the repository: read in place, never copied into it. */
const PUBLIC = join(ROOT, "..", "shared", "captures", "public");

/** docs/public-captures.md says what tshark shows in each. */
const ABOUT_SIZE = {
  "the-tcpdump-group+libpcap/tests/filter/ah-ipip-ping.pcap": ["cost fragmentation"],
  "snabbco+snabb/src/program/lwaftr/tests/data/regressiontest-signedntohl-frags.pcap": ["cost fragmentation"],
  "snabbco+snabb/src/program/lwaftr/tests/data/tcp-afteraftr-ipv6-2frags.pcap": ["cost fragmentation"],
  "snabbco+snabb/src/program/lwaftr/tests/data/tcp-ipv4-toinet-3fragments.pcap": ["cost fragmentation"],
  "zeek+zeek/testing/btest/Traces/smtp.pcap": ["cost pmtud-recovery"],
};

// Where they are absent they cannot be read; in CI they must be there.
describe.skipIf(!existsSync(PUBLIC) && process.env.CI === undefined)("public captures", () => {
  it("are blamed on size only where a reading with tshark supports it", { timeout: 120_000 }, async () => {
    const files = readFileSync(join(PUBLIC, "LIST.tsv"), "utf8").trim().split("\n").slice(1);
    const found: Record<string, string[]> = {};
    for (const [file] of files.map((line) => line.split("\t"))) {
      const { findings } = await analyzeFiles([join(PUBLIC, "captures", file!)]);
      const sized = findings.filter((f) => f.category === "mtu").map((f) => `${f.role} ${f.code}`);
      if (sized.length > 0) found[file!] = sized;
    }
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual(ABOUT_SIZE);
  });

  it("show path MTU discovery that works over PPPoE", async () => {
    const { findings } = await analyzeFiles([join(PUBLIC, "captures/zeek+zeek/testing/btest/Traces/smtp.pcap")]);
    expect(findings.filter((f) => f.role !== "context")).toMatchObject([
      {
        code: "pmtud-recovery",
        role: "cost",
        severity: "info",
        direction: "client-to-server",
        sizes: { smallestLost: 1500, largestDelivered: 1492 },
      },
    ]);
  });

  it("are each read in docs/public-captures.md", () => {
    const page = readFileSync(join(ROOT, "docs/public-captures.md"), "utf8");
    for (const file of Object.keys(ABOUT_SIZE)) expect(page).toContain(file.slice(file.indexOf("/") + 1));
  });
});
