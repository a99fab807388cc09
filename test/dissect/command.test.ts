import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat, hex, u32 } from "../capture/bytes.js";
import { hopscope } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";
import { eth, INNER_FRAME, ip4, udp } from "./packets.js";

const NIC = incidentCaptures("v1").find((file) => file.endsWith("hypervisor-nic.pcap")) ?? "";

const record = (frame: Uint8Array) =>
  concat(u32(1700000000, true), u32(5, true), u32(frame.length, true), u32(frame.length, true), frame);
const pcap = (...frames: Uint8Array[]) =>
  concat(hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"), ...frames.map(record));
const FLANNEL = eth(0x0800, ip4(17, udp(50000, 8472, hex("08 00 00 00 00 00 01 00"), INNER_FRAME)));

let folder: string;
let flannel: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-"));
  flannel = join(folder, "flannel.pcap");
  await writeFile(flannel, pcap(FLANNEL, INNER_FRAME));
});
afterAll(() => rm(folder, { recursive: true }));

describe("hopscope dissect", () => {
  it("prints a line a frame, occurrences joined by commas", async () => {
    const { status, stdout, stderr } = await hopscope([
      "dissect",
      NIC,
      "-T",
      "fields",
      "-e",
      "frame.number",
      "-e",
      "ip.len",
      "-e",
      "vxlan.vni",
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBe(41);
    expect(lines[0]).toMatch(/^1\t\d+,\d+\t\d+$/);
  });

  it("decodes ports as tshark does, unless -d says otherwise", async () => {
    const fields = ["-e", "frame.protocols"];
    expect((await hopscope(["dissect", flannel, ...fields])).stdout).toBe(
      "eth:ethertype:ip:udp\neth:ethertype:ip:tcp\n",
    );
    const decoded = await hopscope(["dissect", flannel, "-d", "udp.port==8472,vxlan", ...fields]);
    expect(decoded.stdout.split("\n")[0]).toBe("eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:tcp");
  });

  it("prints only frames that pass a filter", async () => {
    const { stdout } = await hopscope(["dissect", flannel, "-Y", "tcp and not udp", "-e", "frame.number"]);
    expect(stdout).toBe("2\n");
  });

  it("prints JSON, one object a frame", async () => {
    const { stdout } = await hopscope(["dissect", flannel, "--json", "-e", "udp.dstport", "-e", "ip.src"]);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([{ "udp.dstport": ["8472"], "ip.src": ["10.0.0.1"] }, { "ip.src": ["10.0.0.1"] }]);
    expect((await hopscope(["dissect", flannel, "-T", "json"])).stdout).toContain('{"frame.number":["1"]');
  });

  it("reads standard input, compressed too", async () => {
    const file = readFileSync(flannel);
    for (const stdin of [file, gzipSync(file)]) {
      const { status, stdout } = await hopscope(["dissect", "-", "-e", "frame.number"], { stdin });
      expect([status, stdout]).toEqual([0, "1\n2\n"]);
    }
  });

  it("gives custom blocks their line", async () => {
    const section = hex("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000");
    const custom = hex("ad0b0000 18000000 d97e0000 61626364 65666768 18000000");
    const stdin = concat(section, custom);
    const { stdout } = await hopscope(
      ["dissect", "-", "-e", "frame.number", "-e", "frame.len", "-e", "frame.protocols", "-e", "ip.src"],
      { stdin },
    );
    expect(stdout).toBe("1\t8\tdata\t\n");
  });

  it("writes more than a pipe holds, in order", async () => {
    const many = join(folder, "many.pcap");
    await writeFile(many, pcap(...Array.from({ length: 30000 }, () => INNER_FRAME)));
    const { status, stdout } = await hopscope(["dissect", many]);
    const lines = stdout.trimEnd().split("\n");
    expect([status, lines.length, lines.at(-1)?.split("\t")[0]]).toEqual([0, 30000, "30000"]);
  });

  it("reads a damaged capture as far as it goes, and says where it broke", async () => {
    const cut = pcap(INNER_FRAME, INNER_FRAME);
    const { status, stdout, stderr } = await hopscope(["dissect", "-", "-e", "frame.number"], {
      stdin: cut.slice(0, -1),
    });
    expect([status, stdout]).toEqual([0, "1\n"]);
    expect(stderr).toContain("damaged after frame 1, at byte 94");
  });

  it("prints every field's name", async () => {
    const { stdout } = await hopscope(["dissect", "--field-names"]);
    const documented = readFileSync(new URL("../../docs/formats.md", import.meta.url), "utf8");
    for (const name of stdout.trimEnd().split("\n")) expect(documented).toContain(`\`${name}\``);
  });

  for (const [args, message] of [
    [["-e", "ip.lem"], "no such field; near it: ip.src"],
    [["-d", "udp.port==1,what"], "a rule is udp.port==PORT,NAME"],
    [["-Y", "ip.len =="], "a value is missing"],
    [["-Y", "nope"], "at 'nope'"],
    [["-T", "pdml"], "fields or json"],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      const { status, stderr } = await hopscope(["dissect", flannel, ...args]);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain("    at ");
    });
  }

  it("asks for a capture where none is given", async () => {
    const { status, stderr } = await hopscope(["dissect"]);
    expect(status).toBe(2);
    expect(stderr).toContain("needs a capture");
  });
});
