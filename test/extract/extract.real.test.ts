import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { incidentCaptures } from "../support/incident.js";
import { extract, scratch } from "./support.js";

const { write, remove } = scratch();
afterAll(remove);

async function tshark(path: string, ...args: string[]): Promise<{ stdout: string; complaints: string }> {
  const { stdout, stderr } = await promisify(execFile)("tshark", ["-n", "-r", path, ...args], { maxBuffer: 2 ** 26 });
  // As root it warns of itself, whatever it reads.
  return { stdout, complaints: stderr.replace(/^Running as user "root".*\n/m, "") };
}

it.each([false, true])(
  "tshark opens an extract (anonymized: %s) without complaint, and shows its comments",
  async (anonymous) => {
    const { bytes, report, frames } = await extract(incidentCaptures("v1"), anonymous);
    const path = write(`${anonymous}.pcapng`, bytes);
    const fields = ["frame.interface_name", "frame.comment"].flatMap((name) => ["-e", name]);
    const { stdout, complaints } = await tshark(path, "-T", "fields", "-E", "aggregator=|", ...fields);
    expect(complaints).toBe("");
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(frames);
    expect(new Set(lines.map((line) => line.split("\t")[0]))).toEqual(new Set(report.path));
    for (const { code, evidence } of report.findings) {
      for (const { vantagePoint, frame, note } of evidence) {
        if (frame === null) continue;
        const shown = lines.filter((line) => line.startsWith(`${vantagePoint}\t`) && line.includes(`${code}: ${note}`));
        expect(shown.join("\n"), note).toContain(`(frame ${frame})`);
      }
    }
    expect((await tshark(path, "-Y", "_ws.malformed")).stdout).toBe("");
  },
);

it("tshark finds the checksums of an anonymized extract as right, and as wrong, as they were", async () => {
  const status = async (anonymous: boolean) => {
    const path = write(`checksums-${anonymous}.pcapng`, (await extract(incidentCaptures("v2"), anonymous)).bytes);
    const checks = ["ip", "tcp", "udp"].flatMap((name) => ["-o", `${name}.check_checksum:TRUE`]);
    const fields = ["ip", "tcp", "udp"].flatMap((name) => ["-e", `${name}.checksum.status`]);
    return (await tshark(path, ...checks, "-T", "fields", ...fields)).stdout.trimEnd().split("\n");
  };
  const UNVERIFIED = "2";
  const before = await status(false);
  (await status(true)).forEach((line, i) => {
    const was = before[i].split("\t");
    // What was cut off can no longer be verified.
    line.split("\t").forEach((now, field) => {
      now.split(",").forEach((one, j) => {
        if (one !== UNVERIFIED) expect(one).toBe(was[field].split(",")[j]);
      });
    });
  });
});
