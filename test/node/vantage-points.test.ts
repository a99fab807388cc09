import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type WrittenInterface, pcapngWriter as writer } from "../../src/capture/pcapng-writer.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { digestSource } from "../../src/node/digest-captures.js";
import { concat, hex, u32 } from "../capture/bytes.js";
import { eth, INNER4 } from "../dissect/packets.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-points-"));
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;

/** Name, interface and frames of the vantage points of captures that are one source, `cap`. */
async function points(...files: Uint8Array[]): Promise<[name: string, face: string | null, frames: number][]> {
  const paths = files.map((bytes) => {
    const path = join(folder, `${written++}.pcap`);
    writeFileSync(path, bytes);
    return path;
  });
  const digests = await digestSource({ name: "cap", files: paths }, { decode: ANALYSIS_PORTS });
  return digests.map((d) => [d.name, d.interface, d.frames]);
}

const FRAME = eth(0x0800, INNER4);
const frame = (interfaceIndex: number, bytes = FRAME, seconds = 1_700_000_000) =>
  writer.frame({
    ...{ interfaceIndex, seconds, nanos: 1, bytes, wireLength: bytes.length },
    ...{ direction: "in", comments: [] },
  });
const face = (name: string, linkType = 1): WrittenInterface => ({ name, linkType, snaplen: 0 });
const section = writer.section("test");

/** An Interface Description Block without options, so without a name. */
const NAMELESS = hex("01000000 14000000 0100 0000 00000000 14000000");

/** Cooked v2: protocol, reserved, interface index, ARPHRD_ETHER, packet type, address length, address. */
const cooked = (index: number) =>
  concat(hex("0800 0000"), u32(index, false), hex("0001 00 06 0200000000010000"), INNER4);

function pcap(linkType: number, ...frames: Uint8Array[]): Uint8Array {
  return concat(
    hex("d4c3b2a1 0200 0400 00000000 00000000 00000400"),
    u32(linkType, true),
    ...frames.map((f, i) =>
      concat(u32(1_700_000_100 + i, true), u32(0, true), u32(f.length, true), u32(f.length, true), f),
    ),
  );
}

describe("vantage points inside a file", () => {
  it("are the interfaces of a pcapng, by name", async () => {
    const file = concat(
      ...[section, writer.interface(face("eth0")), writer.interface(face("tun0", 101))],
      ...[frame(0), frame(1, INNER4), frame(0)],
    );
    expect(await points(file)).toEqual([
      ["cap:eth0", "eth0", 2],
      ["cap:tun0", "tun0", 1],
    ]);
  });

  it("are called by their number where the file has no name for them", async () => {
    expect(await points(concat(section, NAMELESS, NAMELESS, frame(1), frame(0)))).toEqual([
      ["cap:1", null, 1],
      ["cap:0", null, 1],
    ]);
  });

  it("are the interface indices of a cooked v2 capture", async () => {
    expect(await points(pcap(276, cooked(2), cooked(7), cooked(2)))).toEqual([
      ["cap:2", null, 2],
      ["cap:7", null, 1],
    ]);
    const any = concat(section, writer.interface(face("any", 276)), frame(0, cooked(2)), frame(0, cooked(7)));
    expect(await points(any)).toEqual([
      ["cap:2", null, 1],
      ["cap:7", null, 1],
    ]);
  });

  it("are told apart where several interfaces are cooked, as those of two hosts in one file", async () => {
    const file = concat(
      ...[section, writer.interface(face("a", 276)), writer.interface(face("b", 276))],
      ...[frame(0, cooked(2)), frame(1, cooked(2)), frame(1, cooked(3))],
    );
    expect((await points(file)).map(([name]) => name)).toEqual(["cap:a", "cap:b:2", "cap:b:3"]);
  });

  it("take the plain NAME where there is one only", async () => {
    expect(await points(concat(section, writer.interface(face("eth0")), frame(0)))).toEqual([["cap", "eth0", 1]]);
    expect(await points(pcap(276, cooked(5)))).toEqual([["cap", null, 1]]);
    expect(await points(pcap(1))).toEqual([["cap", null, 0]]);
  });

  it("go on under their name in the next section, and in the next file", async () => {
    const one = concat(section, writer.interface(face("eth0")), writer.interface(face("eth1")), frame(0), frame(1));
    const other = concat(section, writer.interface(face("eth1")), frame(0, FRAME, 1_700_000_900));
    expect(await points(concat(one, other))).toEqual([
      ["cap:eth0", "eth0", 1],
      ["cap:eth1", "eth1", 2],
    ]);
    expect((await points(other, one)).map(([name, , frames]) => [name, frames])).toEqual([
      ["cap:eth0", 1],
      ["cap:eth1", 2],
    ]);
  });

  it("are one where a pcap, which knows no names, continues the one interface of a pcapng", async () => {
    const named = concat(section, writer.interface(face("eth0")), frame(0));
    expect(await points(named, pcap(1, FRAME, FRAME))).toEqual([["cap", "eth0", 3]]);
  });

  it("lost what their own interface lost", async () => {
    const path = join(folder, "lost.pcapng");
    writeFileSync(
      path,
      concat(
        ...[section, writer.interface(face("eth0")), writer.interface(face("eth1")), frame(0), frame(1)],
        ...[writer.statistics(1, 1_700_000_001, 0, 7)],
      ),
    );
    const digests = await digestSource({ name: "cap", files: [path] }, { decode: ANALYSIS_PORTS });
    expect(digests.map((d) => d.dropped)).toEqual([null, 7]);
  });
});
