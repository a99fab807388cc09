import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { exitOnInterrupt } from "../node/interrupt.js";
import { isClosedPipe } from "../node/output.js";
import { startThreadsFor } from "../node/threads.js";
import { COMMANDS } from "./commands.js";
import { formatExamples, startHelpWith } from "./examples.js";
import { explainFailure, isQuiet } from "./failure.js";

const PURPOSE =
  "hopscope finds where and why packets vanish between a container and the internet, proves it, and says what to change.";

/** Commands that read whole captures. */
const READERS = new Set(["analyze", "digest"]);

const EXAMPLES = [
  ["hopscope analyze container.pcap vm.pcap nic.pcap", "captures from several places: where packets stop, and why"],
  ["hopscope demo", "a real incident, from its captures to the fix"],
] as const;

/**
 * Runs the command line `args` (without node and script). Sets `process.exitCode`: 0, 1 where a command found something,
 * 2 where the job could not be done. An interrupt ends the process with 130.
 */
export async function main(args: readonly string[]): Promise<void> {
  if (READERS.has(commandIn(args) ?? "")) startThreadsFor(args);
  const debug = args.includes("--debug");
  const fail = (error: unknown): void => {
    if (isQuiet(error)) return;
    if (isClosedPipe(error)) process.exit();
    process.stderr.write(explainFailure(error, commandIn(args), debug));
    process.exitCode = 2;
  };
  exitOnInterrupt();
  // What a stream or a timer throws outside the command's own promise.
  process.on("uncaughtException", (error) => {
    fail(error);
    process.exit(2);
  });
  // One switch for all that draws in colour, commander's help included: https://no-color.org
  if (args.includes("--no-color")) process.env.NO_COLOR = "1";
  if (args.length === 0) {
    process.stdout.write(`${PURPOSE}\n\n${formatExamples(EXAMPLES)}\nhopscope --help lists every command.\n`);
    return;
  }
  try {
    const program = await programFor(args);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    fail(error);
  }
}

/** The program with every command named, but only the one asked for loaded. */
async function programFor(args: readonly string[]): Promise<Command> {
  const { Command } = await import("commander");
  const program = new Command("hopscope")
    .description(PURPOSE)
    .version(version(), "--version", "print the version")
    .helpOption("--help", "print help; also after a command")
    .option("--debug", "print stack traces of errors")
    .option("--no-color", "print without colour; so does NO_COLOR in the environment")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  startHelpWith(program, EXAMPLES);
  const wanted = commandIn(args);
  const all = wanted !== undefined && COMMANDS[wanted]?.describesAll;
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    if (all || name === wanted) (await load())(program);
    else program.command(name).description(summary);
  }
  return program;
}

/** The command a command line is about: `analyze` in `--debug analyze x.pcap` and in `help analyze`. */
function commandIn(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith("-"));
  return first === "help" ? second : first;
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return version;
}
