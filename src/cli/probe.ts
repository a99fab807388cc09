import { isIP } from "node:net";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Severity } from "../diagnose/codes.js";
import { LANGUAGES, type Language, wordsOf } from "../messages/language.js";
import { builtPage } from "../node/built-page.js";
import { UserError } from "../node/errors.js";
import { languageOf, startProgress, wantsColour, widthOf } from "../node/terminal.js";
import { writeResult } from "../node/write-result.js";
import { familyOf } from "../probe/bind.js";
import { DEFAULT_LIMITS } from "../probe/budget.js";
import type { AddressFacts } from "../probe/facts.js";
import { namespaceOf, runInside } from "../probe/from.js";
import type { Place } from "../probe/judge/place.js";
import { planFor } from "../probe/plan.js";
import { type ProbeOptions, probe } from "../probe/probe.js";
import { reportOf } from "../probe/report.js";
import { type Address, addressesOf } from "../probe/resolve.js";
import { parseTarget, type Target } from "../probe/target.js";
import { isAtLeast, SEVERITIES } from "../report/severity.js";
import { startHelpWith } from "./examples.js";

const EXAMPLES = [
  ["hopscope probe https://example.org", "does it work, and how large may packets be, each way?"],
  ["hopscope probe registry.example.org:443", "the same without asking for a page"],
  ["sudo hopscope probe --from web --from 1 https://example.org", "from a container and from this host, side by side"],
  ["hopscope probe --dry-run https://example.org", "what would be sent"],
] as const;

interface Options {
  json?: boolean;
  html?: string;
  full?: boolean;
  dryRun?: boolean;
  "4"?: boolean;
  "6"?: boolean;
  bind?: string;
  mss?: number;
  connectTo?: string;
  from: string[];
  connections: number;
  bytes: number;
  timeout: number;
  lang?: Language;
  failOn: Severity;
  facts?: boolean;
  address?: string[];
}

/** Adds `hopscope probe`: measures a path by sending, without root. */
export function probeCommand(program: Command): void {
  const command = program
    .command("probe")
    .summary("measure a path's MTU in both directions, without root")
    .description(
      "Connects to a server as an ordinary client does, and measures how large packets may be in each direction: towards this host by the " +
        "MSS it announces, towards the server by what is acknowledged. Needs neither root nor ICMP, and says what it is where size is not to blame.",
    )
    .argument(
      "<target>",
      "a URL, or HOST[:PORT] (443 unless told); tcp://HOST:PORT for a server that speaks neither TLS nor HTTP",
    )
    .option("--json", "the whole report as JSON; hopscope schema describes it")
    .option(
      "--html <file>",
      "write the report as one page for browsers, which needs nothing else; - is standard output",
    )
    .option("--full", "everything about each change that would mend it")
    .option("--dry-run", "say what would be sent, and send nothing but DNS queries")
    .option("-4", "IPv4 only")
    .option("-6", "IPv6 only")
    .option("--bind <address>", "send from this local address")
    .option("--connect-to <address>", "connect there instead, and still ask for the target's name")
    .option("--mss <bytes>", "announce no larger MSS", number(88, 32_767))
    .option(
      "--from <place>",
      "[NAME=]CONTAINER, network namespace or PID to measure from (root); may be repeated",
      collect,
      [],
    )
    .option("--connections <number>", "at most so many per address family", number(2, 1000), DEFAULT_LIMITS.connections)
    .option(
      "--bytes <number>",
      "start nothing new after so many bytes, both directions counted",
      number(1, 1e9),
      DEFAULT_LIMITS.bytes,
    )
    .option("--timeout <seconds>", "how long to wait for an answer", number(0.1, 600), DEFAULT_LIMITS.timeout / 1000)
    .addOption(
      new Option("--lang <language>", "language of the report; else by LC_ALL, LC_MESSAGES, LANG").choices(LANGUAGES),
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 for findings at or above it")
        .choices(SEVERITIES)
        .default("warning"),
    )
    .addOption(new Option("--facts", "what was measured, for the command that asked").hideHelp())
    .addOption(new Option("--address <address>", "what the target's name stands for").argParser(collect).hideHelp())
    .addHelpText(
      "after",
      "\nExit status: 0 nothing at or above --fail-on, 1 findings, 2 could not do the job, 130 interrupted.",
    )
    .action(run);
  startHelpWith(command, EXAMPLES);
}

async function run(given: string, options: Options): Promise<void> {
  if (options[4] && options[6])
    throw new UserError("both-families", "-4 and -6 exclude each other", `hopscope probe ${given}`);
  const target = parseTarget(given);
  const chosen = choose(options);
  if (options.dryRun) {
    process.stdout.write(await planFor(target, chosen, options.from));
    return;
  }
  if (options.facts) {
    process.stdout.write(JSON.stringify(await probe(target, chosen)));
    return;
  }
  const places = await measureAll(target, options, chosen);
  const report = reportOf(places);
  if (options.html !== undefined)
    await writeResult(options.html, (await import("../report/html.js")).htmlReport(builtPage(), report));
  if (options.json) {
    process.stdout.write((await import("../report/json.js")).jsonReport(report));
  } else if (options.html !== "-") {
    const { probeText } = await import("../probe/text.js");
    const words = await wordsOf(options.lang ?? languageOf());
    const look = { words, width: widthOf(process.stdout), colour: wantsColour(process.stdout) };
    process.stdout.write(probeText(report, { ...look, full: options.full ?? false }));
  }
  if (report.findings.some((f) => isAtLeast(f, options.failOn))) process.exitCode = 1;
}

function choose(options: Options): ProbeOptions {
  const progress = startProgress(process.stderr);
  const steps = {
    connect: "connecting",
    "towards-us": "measuring towards us",
    "towards-server": "measuring to the server",
  };
  process.once("exit", () => progress.end());
  return {
    family: options[4] ? 4 : options[6] ? 6 : null,
    bind: options.bind ?? null,
    mss: options.mss ?? null,
    connectTo: options.connectTo ?? null,
    addresses: options.address?.map((address) => ({ address, family: isIP(address) as 4 | 6 })) ?? null,
    limits: {
      ...DEFAULT_LIMITS,
      connections: options.connections,
      bytes: options.bytes,
      timeout: options.timeout * 1000,
    },
    // An interrupt ends the process, and the kernel then every connection: they reset when they close.
    signal: new AbortController().signal,
    onProgress: (step) => progress.show(`${steps[step]} ...`),
  };
}

async function measureAll(target: Target, options: Options, chosen: ProbeOptions): Promise<Place[]> {
  const place = (from: string | null, prefix: string) => (facts: AddressFacts, i: number) => ({
    id: `${prefix}${i + 1}`,
    from,
    target,
    facts,
  });
  if (options.from.length === 0) return (await probe(target, chosen)).map(place(null, "here"));
  if (process.getuid?.() !== 0)
    throw new UserError(
      "needs-root",
      "--from enters another network namespace, which needs root (CAP_SYS_ADMIN); probing from here does not",
      `sudo hopscope probe --from ${options.from[0]} ${target.given}`,
    );
  const namespaces = await Promise.all(options.from.map(namespaceOf));
  // Asked here: the namespaces share this host's resolv.conf, but may not reach the name server in it.
  const addresses = await addressesOf(chosen.connectTo ?? target.host, familyOf(chosen));
  const measured = await Promise.all(
    namespaces.map(async (namespace) => {
      const facts = JSON.parse(await runInside(namespace, argumentsFor(target, options, addresses))) as AddressFacts[];
      return facts.map(place(namespace.name, namespace.name));
    }),
  );
  return measured.flat();
}

function argumentsFor(target: Target, options: Options, addresses: readonly Address[]): string[] {
  return [
    "probe",
    target.given,
    "--facts",
    ...addresses.flatMap(({ address }) => ["--address", address]),
    ...(options.bind === undefined ? [] : ["--bind", options.bind]),
    ...(options.mss === undefined ? [] : ["--mss", String(options.mss)]),
    ...["--connections", String(options.connections), "--bytes", String(options.bytes)],
    ...["--timeout", String(options.timeout)],
  ];
}

function number(least: number, most: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value);
    if (value.trim() === "" || !(parsed >= least && parsed <= most))
      throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
    return parsed;
  };
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
