import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FIELD_NAMES } from "../../src/dissect/fields.js";
import { concat, hex, u32 } from "../capture/bytes.js";
import { incidentCaptures } from "../support/incident.js";
import { compare, parseTable } from "./compare.js";
import { EXAMPLES, OPAQUE_EXAMPLES } from "./encapsulations.js";

/** Where docs/formats.md says that tshark sees less: what follows a label or a session is a guess. */
const SEEN_BETTER = /^(Ethernet over MPLS|Ethernet pseudowire|L2TPv3 .*)$/;

/** What only later releases of tshark, or other ones, call so. */
const UNKNOWN_TO_TSHARK = new Set(["ieee8021ad.id"]);
const FIELDS = FIELD_NAMES.filter((name) => !UNKNOWN_TO_TSHARK.has(name));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function tshark(file: string) {
  // Neither reassembly nor numbers that depend on other frames.
  const off = ["ip.defragment", "ipv6.defragment", "tcp.desegment_tcp_streams", "tcp.relative_sequence_numbers"];
  const { stdout } = await promisify(execFile)(
    "tshark",
    [
      "-n",
      "-r",
      file,
      ...off.flatMap((name) => ["-o", `${name}:FALSE`]),
      "-T",
      "fields",
      "-E",
      "header=y",
      ...FIELDS.flatMap((name) => ["-e", name]),
    ],
    { maxBuffer: 2 ** 28 },
  );
  return parseTable(stdout);
}

it("tshark reads the incident's captures as we do", async () => {
  for (const file of [...incidentCaptures("v1"), ...incidentCaptures("v2")]) {
    const { frames, differences } = await compare(file, await tshark(file));
    expect(frames).toBeGreaterThan(5);
    expect(differences).toEqual([]);
  }
});

it("tshark reads the examples of encapsulations as we do", async () => {
  const file = join(folder, "examples.pcap");
  const examples = [...EXAMPLES, ...OPAQUE_EXAMPLES].filter(({ name }) => !SEEN_BETTER.test(name));
  const records = examples.map(({ frame }) =>
    concat(u32(1700000000, true), u32(0, true), u32(frame.length, true), u32(frame.length, true), frame),
  );
  await writeFile(file, concat(hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"), ...records));
  const { frames, differences } = await compare(file, await tshark(file));
  expect(frames).toBe(examples.length);
  expect(differences).toEqual([]);
});
