import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import { concat } from "../capture/bytes.js";
import { readAll } from "../capture/read-all.js";
import { hopscope } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";
import { Talk } from "../support/talk.js";
import { captureOf, extract, KEY, reportOnExtract, scratch, verdict } from "./support.js";

const { write, remove } = scratch();
afterAll(remove);

const nanoseconds = (f: { seconds: number; nanos: number }) => BigInt(f.seconds) * 1_000_000_000n + BigInt(f.nanos);

describe.each(["v1", "v2"] as const)("the extract of incident %s", (round) => {
  const files = incidentCaptures(round);

  it("says the same, plain and anonymized", async () => {
    const expected = verdict(await analyzeFiles(files));
    expect(expected).toHaveLength(2);
    for (const anonymous of [false, true]) {
      const path = write(`${round}-${anonymous}.pcapng`, (await extract(files, anonymous)).bytes);
      expect(verdict(await reportOnExtract(path))).toEqual(expected);
    }
  });

  it("has an interface for each vantage point, and all frames in the order of time", async () => {
    const { bytes, report, frames: count } = await extract(files);
    const { frames, reader } = readAll(bytes);
    expect(reader.damage).toBeNull();
    expect(reader.interfaces.map((i) => i.name)).toEqual(report.path);
    expect(frames).toHaveLength(count);
    // A capture whose own times go back keeps its order: so real ones are.
    const latest = new Map<number, bigint>();
    const times = frames.map((f) => {
      const time = nanoseconds(f);
      const before = latest.get(f.interfaceIndex) ?? 0n;
      latest.set(f.interfaceIndex, time > before ? time : before);
      return latest.get(f.interfaceIndex) as bigint;
    });
    expect(times).toEqual([...times].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0)));
  });

  it("keeps lengths, times and bytes of the frames as they were", async () => {
    const { bytes } = await extract(files);
    const { frames, reader } = readAll(bytes);
    for (const file of files) {
      const name = basename(file, ".pcap");
      const original = readAll(new Uint8Array(readFileSync(file))).frames.map(
        (f) => `${nanoseconds(f)} ${f.wireLength} ${Buffer.from(f.bytes).toString("hex")}`,
      );
      const own = frames.filter((f) => reader.interfaces[f.interfaceIndex].name === name);
      expect(own.length).toBeGreaterThan(10);
      for (const f of own)
        expect(original).toContain(`${nanoseconds(f)} ${f.wireLength} ${Buffer.from(f.bytes).toString("hex")}`);
    }
  });
});

describe("the extract of a long flow", () => {
  /** A download of 3000 packets, three of which a router loses once, and a short one beside it. */
  function download(): { files: string[] } {
    const points = ["client", "router", "server"];
    const talk = new Talk(points).handshake();
    const lost = [500, 1500, 2500];
    talk.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 100 });
    for (let i = 0; i < 3000; i++) {
      const packet = { from: "server", flags: "A", seq: 1 + i * 1460, ack: 101, length: 1460 } as const;
      const isLost = lost.includes(i);
      talk.send(isLost ? { ...packet, until: "router" } : packet);
      if (isLost) talk.send(packet);
      if (i % 2 === 1) talk.send({ from: "client", flags: "A", seq: 101, ack: 1 + (i + 1) * 1460 });
    }
    talk.send(
      { from: "server", flags: "FA", seq: 1 + 3000 * 1460, ack: 101 },
      { from: "client", flags: "FA", seq: 101, ack: 2 + 3000 * 1460 },
      { from: "server", flags: "A", seq: 2 + 3000 * 1460, ack: 102 },
    );
    return { files: points.map((p) => write(`${p}.pcapng`, captureOf(talk, p))) };
  }

  it("is a sample that loses nothing which was not lost", async () => {
    const { files } = download();
    const original = await analyzeFiles(files);
    expect(original.findings.filter((f) => f.role === "cost").map((f) => f.code)).toEqual(["random-loss"]);
    const { bytes, sampled, frames } = await extract(files);
    expect(sampled).toEqual(["f1"]);
    expect(frames).toBeLessThan(3 * 2500);
    const report = await reportOnExtract(write("sampled.pcapng", bytes));
    const findings = report.findings.filter((f) => f.role !== "context");
    expect(findings.map((f) => [f.code, f.role, f.location])).toEqual([
      ["random-loss", "cost", { lastSeenAt: "x:router", missingAt: "x:client" }],
    ]);
  });
});

describe("extract", () => {
  const [container, nic, vm] = ["container", "border-nic", "vm"].map(
    (name) => incidentCaptures("v1").find((file) => basename(file) === `${name}.pcap`) as string,
  );

  it("takes interfaces and several files for what analyze takes them", async () => {
    const first = await extract(incidentCaptures("v1"));
    // An extract is a capture with several interfaces; one of another name continues it.
    const path = write("again.pcapng", first.bytes);
    const again = await extract([`x=${path}`]);
    expect(again.frames).toBe(first.frames);
    expect(readAll(again.bytes).reader.interfaces.map((i) => i.name)).toEqual(first.report.path.map((p) => `x:${p}`));
    const early = readAll(first.bytes).frames.length;
    expect(again.report.findings[0].evidence.every((e) => e.frame === null || e.frame <= early)).toBe(true);
  });

  it("counts frames over all files of a vantage point", async () => {
    const talk = new Talk(["a"]).handshake();
    const other = new Talk(["a"], { client: 41000, server: 443 }).send({
      from: "client",
      flags: "S",
      seq: 0,
      mss: 1460,
    });
    other.send({ from: "client", flags: "S", seq: 0, at: 3 }, { from: "client", flags: "S", seq: 0, at: 9 });
    const files = [write("0.pcapng", captureOf(talk, "a")), write("1.pcapng", captureOf(other.background(20), "a"))];
    const { report, bytes } = await extract([`a=${files.join(",")}`]);
    const finding = report.findings.find((f) => f.code === "syn-unanswered");
    const frames = finding?.evidence.flatMap((e) => e.frame ?? []) ?? [];
    expect(frames.length).toBeGreaterThan(0);
    expect(Math.min(...frames)).toBeGreaterThan(3);
    expect(Math.max(...frames)).toBeLessThanOrEqual(7);
    for (const n of frames) expect(Buffer.from(bytes).includes(`(frame ${n})`)).toBe(true);
    expect(verdict(await reportOnExtract(write("set.pcapng", bytes)))).toEqual(
      verdict(report).map((f) => JSON.parse(JSON.stringify(f).replaceAll('"a"', '"x"'))),
    );
  });

  it("brings along the working flow of a baseline", async () => {
    const { bytes, report } = await extract([container], false, [`container=${vm}`]);
    const mismatch = report.findings.find((f) => f.code === "mss-mismatch");
    expect(mismatch?.flows[1]).toMatch(/^b/);
    const { frames, reader } = readAll(bytes);
    expect(reader.interfaces.map((i) => i.name)).toEqual(["container", "baseline:container"]);
    expect(frames.filter((f) => f.interfaceIndex === 1).length).toBeGreaterThan(10);
    const again = await reportOnExtract(write("baseline.pcapng", bytes));
    expect(again.findings.map((f) => f.code)).toContain("mss-mismatch");
  });

  it("anonymizes the same in every run with the same key", async () => {
    expect((await extract([container, nic], true)).bytes).toEqual((await extract([container, nic], true)).bytes);
    expect(KEY).toHaveLength(16);
  });
});

describe("hopscope extract", () => {
  const files = incidentCaptures("v1");

  it("writes a file, and says on stderr what is in it", async () => {
    const path = write("out.pcapng", new Uint8Array(0));
    const { status, stdout, stderr } = await hopscope(["extract", ...files, "-w", path]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(/out\.pcapng: \d+ frames of 7 vantage points, for 2 findings/);
    expect(readAll(new Uint8Array(readFileSync(path))).frames.length).toBeGreaterThan(200);
  });

  it("reads standard input and writes standard output", async () => {
    const stdin = readFileSync(files[0]);
    const { status, stdout } = await hopscope(["extract", "-", "-w", "-"], { stdin });
    expect(status).toBe(0);
    expect(stdout.startsWith("\n\r\r\n")).toBe(true);
  });

  it("is the same for one seed, another for another, and random without", async () => {
    const outputs = [];
    for (const [i, seed] of [["--seed", "a"], ["--seed", "a"], ["--seed", "b"], []].entries()) {
      const path = write(`${i}.pcapng`, new Uint8Array(0));
      expect((await hopscope(["extract", ...files, "--anonymize", ...seed, "-w", path])).status).toBe(0);
      outputs.push(readFileSync(path).toString("hex"));
    }
    expect(outputs[0]).toBe(outputs[1]);
    expect(new Set(outputs).size).toBe(3);
  });

  it("does not write over what it reads, nor without being told where", async () => {
    const own = write("own.pcap", readFileSync(files[0]));
    const before = readFileSync(own);
    for (const args of [
      [own, "-w", own],
      [own],
      ["-w", own],
      [own, "-w", "/no/such/folder/x"],
      [own, "--seed", "x", "-w", "-"],
    ]) {
      const { status, stderr } = await hopscope(["extract", ...args]);
      expect(status, args.join(" ")).toBe(2);
      expect(stderr).toMatch(/^hopscope: /);
    }
    expect(readFileSync(own)).toEqual(before);
  });

  it("says so where nothing was found", async () => {
    const talk = new Talk(["a"]).handshake().send({ from: "client", flags: "FA", seq: 1, ack: 1 });
    const path = write(
      "fine.pcapng",
      concat(captureOf(talk.send({ from: "server", flags: "FA", seq: 1, ack: 2 }), "a")),
    );
    const { status, stderr } = await hopscope(["extract", path, "-w", "-"]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/nothing was found/);
  });
});
