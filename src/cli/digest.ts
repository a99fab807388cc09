import type { Command } from "commander";
import { type Language, wordsOf } from "../messages/language.js";
import { word } from "../messages/say.js";
import { UserError } from "../node/errors.js";
import { makeDigest } from "../node/make-digest.js";
import { refuseOverwriting } from "../node/overwriting.js";
import { languageOf } from "../node/terminal.js";
import { writeResult } from "../node/write-result.js";
import { startHelpWith } from "./examples.js";
import { languageOption } from "./language.js";
import { bytes, readingCaptures } from "./reading.js";

const EXAMPLES = [
  ["hopscope digest nic.pcap -o nic.digest", "where the capture was taken: kilobytes to move instead of gigabytes"],
  ["tcpdump -ni any -s 192 -w - | hopscope digest - -o vm.digest", "without a capture on the disk, until Ctrl-C"],
  ["hopscope digest vm=a.pcap0,a.pcap1 nic.pcap -o host.digest", "two vantage points, one of them a rotated set"],
  ["hopscope analyze vm.digest container.pcap", "digests and captures alike"],
] as const;

interface Options {
  output?: string;
  quiet?: boolean;
  lang?: Language;
}

/** Adds `hopscope digest`: captures to a file that analyze takes in their place. */
export function digestCommand(program: Command): void {
  const command = program
    .command("digest")
    .summary("reduce captures to what analyze needs of them")
    .description(
      "Writes what analyze needs of captures into one small file, a digest, which it takes in their place and says the same of. A digest holds " +
        "addresses, ports, server names, sizes and times of every flow, and no payload. It holds no frames: dissect and extract need the capture.",
    )
    .argument("[captures...]", "[NAME=]FILE, as often as you like; - reads standard input")
    .option("-o, --output <file>", "the digest to write; - is standard output")
    .option("--quiet", "show no progress, and say nothing when it is done")
    .addOption(languageOption())
    .addHelpText(
      "after",
      "\nExit status: 0 done, 2 could not do the job, 130 interrupted.\n" +
        "Ctrl-C ends reading, and writes the digest of what was read; a second one ends at once.",
    )
    .action(run);
  startHelpWith(command, EXAMPLES);
}

async function run(captures: string[], options: Options): Promise<void> {
  const { output, quiet } = options;
  if (captures.length === 0)
    throw new UserError("no-capture", "digest needs a capture to read", "hopscope digest capture.pcap -o OUT");
  if (output === undefined)
    throw new UserError("no-target", "digest needs a file to write", `hopscope digest ${captures[0]} -o OUT`);
  if (output === "-" && process.stdout.isTTY)
    throw new UserError("is-a-terminal", "a digest is no text for a terminal", "-o FILE");
  refuseOverwriting(captures, output, "-o another.digest");
  const words = await wordsOf(options.lang ?? languageOf());
  const {
    result: stored,
    read,
    end,
  } = await readingCaptures({ words, quiet }, (reading) => makeDigest(captures, { ...reading, output }));
  if (end !== null && stored.every(({ digest }) => digest.frames === 0)) return end("nothing");
  const { digestFile } = await import("../node/digest-files.js");
  let size = 0;
  await writeResult(
    output,
    counted(digestFile(stored), (length) => (size += length)),
  );
  if (!quiet) {
    const said = {
      target: output,
      size: bytes(size),
      points: stored.length,
      flows: stored.reduce((sum, { digest }) => sum + digest.tcp.length + digest.datagrams.length, 0),
      read: bytes(read),
    };
    process.stderr.write(`hopscope: ${word(words, "digest.written", said)}\n`);
  }
  end?.("in-part");
}

function* counted(pieces: Iterable<Uint8Array>, count: (length: number) => void): Generator<Uint8Array> {
  for (const piece of pieces) {
    count(piece.length);
    yield piece;
  }
}
