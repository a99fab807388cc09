import { createHash, randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError } from "commander";
import { UserError } from "../node/errors.js";
import { type Extract, extractFiles } from "../node/extract.js";
import { refuseOverwriting } from "../node/overwriting.js";
import { startProgress } from "../node/terminal.js";
import { writeResult } from "../node/write-result.js";
import { startHelpWith } from "./examples.js";
import { bytes } from "./reading.js";

const EXAMPLES = [
  ["hopscope extract container.pcap nic.pcap -w proof.pcapng", "what proves the findings, for Wireshark"],
  ["hopscope extract *.pcap --anonymize -w share.pcapng", "the same, to be shown to others"],
  ["hopscope extract *.pcap -w - | wireshark -k -i -", "to look at it at once"],
] as const;

interface Options {
  write?: string;
  anonymize?: boolean;
  seed?: string;
  host?: string;
  port?: number;
  sni?: string;
  path?: string[];
  baseline: string[];
}

/** Adds `hopscope extract`: the frames that prove a report, of all captures, in one pcapng file. */
export function extractCommand(program: Command): void {
  const command = program
    .command("extract")
    .summary("put the frames that prove the findings into one capture")
    .description(
      "Analyzes captures as analyze does, and writes the frames that prove the findings, of every vantage point, into one pcapng file: " +
        "an interface for each vantage point, and comments that say why a frame is there. The flows concerned are there as a whole " +
        "where they are short, so that an analysis of the extract says the same.",
    )
    .argument("[captures...]", "[NAME=]FILE, as often as you like; - reads standard input")
    .option("-w, --write <file>", "the capture to write; - is standard output")
    .option("--anonymize", "replace addresses and names consistently, and cut payload off; the verdict stays the same")
    .option("--seed <text>", "with --anonymize: replace alike in every run with the same text; keep it secret")
    .option("--host <address>", "only flows from or to this address")
    .option("--port <number>", "only flows from or to this port", portNumber)
    .option("--sni <name>", "only TLS flows to this server name; .example.org means any name below it")
    .option(
      "--path <names>",
      "the vantage points from client to server, comma-separated, instead of the path found",
      (value) => value.split(",").filter((name) => name !== ""),
    )
    .option(
      "--baseline <capture>",
      "[NAME=]FILE of another time, to compare with; may be repeated",
      (value, previous: string[]) => [...previous, value],
      [],
    )
    .action((captures: string[], options: Options) => run(captures, options, program.version() ?? ""));
  startHelpWith(command, EXAMPLES);
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new InvalidArgumentError("It must be 1 to 65535.");
  return port;
}

async function run(captures: string[], options: Options, version: string): Promise<void> {
  if (captures.length === 0) {
    throw new UserError(
      "no-capture",
      "extract needs a capture to read",
      "hopscope extract capture.pcap -w proof.pcapng",
    );
  }
  const { write } = options;
  if (write === undefined) {
    throw new UserError("no-target", "extract needs a file to write", "hopscope extract capture.pcap -w proof.pcapng");
  }
  if (options.seed !== undefined && !options.anonymize) {
    throw new UserError("seed-without-anonymize", "--seed means nothing without --anonymize", "add --anonymize");
  }
  refuseOverwriting([...captures, ...options.baseline], write, "-w another.pcapng");
  const extract = await read(captures, options, version);
  await writeResult(write, extract.file);
  process.stderr.write(`${summary(extract, write, options)}\n`);
}

async function read(captures: readonly string[], options: Options, version: string): Promise<Extract> {
  const progress = startProgress(process.stderr);
  try {
    return await extractFiles(captures, {
      ...options,
      application: `hopscope ${version}`,
      key: options.anonymize ? keyOf(options.seed) : undefined,
      onProgress: (read) => progress.show(`reading: ${bytes(read)}`),
    });
  } finally {
    progress.end();
  }
}

/** 16 bytes that nobody can guess; or, for a seed, always the same. */
function keyOf(seed: string | undefined): Uint8Array {
  return seed === undefined ? randomBytes(16) : createHash("sha256").update(seed).digest().subarray(0, 16);
}

function summary({ report, frames, sampled, leftOut }: Extract, write: string, { anonymize }: Options): string {
  const target = write === "-" ? "standard output" : write;
  const points = report.vantagePoints.length;
  const counts = `${frames} frames of ${points} vantage point${points === 1 ? "" : "s"}`;
  const { length } = report.findings;
  const proof = length === 0 ? "nothing was found, and so there is nothing to prove" : `${length} findings`;
  const lines = [`hopscope: ${target}: ${counts}, for ${proof}`];
  if (sampled.length > 0) lines.push(`hopscope: in part only, being long: ${sampled.join(", ")}`);
  if (leftOut.length > 0) lines.push(`hopscope: left out for want of room, but for handshakes: ${leftOut.join(", ")}`);
  if (anonymize) lines.push("hopscope: names of vantage points, ports and times are not replaced");
  return lines.join("\n");
}
