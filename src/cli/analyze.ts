import { type Command, InvalidArgumentError, Option } from "commander";
import type { Severity } from "../diagnose/codes.js";
import { type Language, wordsOf } from "../messages/language.js";
import type { Catalogue } from "../messages/say.js";
import { analyzeFiles } from "../node/analyze.js";
import { builtPage } from "../node/built-page.js";
import { UserError } from "../node/errors.js";
import { outputLook, writeOut } from "../node/output.js";
import { languageOf, wantsColour, widthOf } from "../node/terminal.js";
import { writeResult } from "../node/write-result.js";
import type { Report } from "../report/contract.js";
import { jsonReport } from "../report/json.js";
import { isAtLeast, SEVERITIES } from "../report/severity.js";
import { startHelpWith } from "./examples.js";
import { languageOption } from "./language.js";
import { readingCaptures } from "./reading.js";

const EXAMPLES = [
  ["hopscope analyze container.pcap vm.pcap nic.pcap", "the same flows, captured at several places"],
  ["hopscope analyze client=a.pcap server=b.pcapng.gz", "with names of your own"],
  ["hopscope analyze fails.pcap --baseline works.pcap", "compare with a flow that works"],
  ["tcpdump -i any -w - | hopscope analyze -", "from standard input, until the capture ends"],
  ["hopscope analyze *.pcap --html report.html", "a page to open in a browser, or to paste into a ticket"],
  ["hopscope analyze *.pcap --json | jq '.findings[].code'", "for programs"],
] as const;

interface Options {
  json?: boolean;
  markdown?: string;
  junit?: string;
  html?: string;
  host?: string;
  port?: number;
  sni?: string;
  path?: string[];
  baseline: string[];
  lang?: Language;
  failOn: Severity;
  quiet?: boolean;
}

/** Adds `hopscope analyze`: captures from one or several vantage points to a report. */
export function analyzeCommand(program: Command): void {
  const command = program
    .command("analyze")
    .summary("find where packets stop in captures, and why")
    .description(
      "Reads captures (pcap and pcapng, plain, gzip or zstd), or their digests, taken at one or several vantage points, and reports where and " +
        "why packets stop, what proves it, and what to change. The order of the captures means nothing: the path is found from their times.",
    )
    .argument("[captures...]", "[NAME=]FILE, as often as you like; - reads standard input")
    .option("--json", "the whole report as JSON; hopscope schema describes it")
    .option("--markdown <file>", "write the report as Markdown; - is standard output")
    .option("--junit <file>", "write the report as JUnit XML, for CI; - is standard output")
    .option(
      "--html <file>",
      "write the report as one page for browsers, which needs nothing else; - is standard output",
    )
    .option("--host <address>", "only flows from or to this address")
    .option("--port <number>", "only flows from or to this port", portNumber)
    .option("--sni <name>", "only TLS flows to this server name; .example.org means any name below it")
    .option(
      "--path <names>",
      "the vantage points from client to server, comma-separated, instead of the path found",
      names,
    )
    .option("--baseline <capture>", "[NAME=]FILE of another time, to compare with; may be repeated", collect, [])
    .addOption(languageOption())
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 for findings at or above it")
        .choices(SEVERITIES)
        .default("warning"),
    )
    .option("--quiet", "show no progress")
    .addHelpText(
      "after",
      "\nExit status: 0 nothing at or above --fail-on, 1 findings, 2 could not do the job, 130 interrupted.\n" +
        "Ctrl-C ends reading, and reports what was read; a second one ends at once.",
    )
    .action(run);
  startHelpWith(command, EXAMPLES);
}

async function run(captures: string[], options: Options): Promise<void> {
  if (captures.length === 0)
    throw new UserError("no-capture", "analyze needs a capture to read", "hopscope analyze capture.pcap");
  const words = await wordsOf(options.lang ?? languageOf());
  const { result: report, end } = await readingCaptures({ words, quiet: options.quiet }, (reading) =>
    analyzeFiles(captures, { ...options, ...reading }),
  );
  const isEmpty = report.vantagePoints.every((v) => v.frames === 0);
  if (end !== null && isEmpty) return end("nothing");
  checkPath(report, options.path);
  await print(report, words, options);
  if (report.flows.length === 0) noteFilters(options);
  if (report.findings.some((f) => isAtLeast(f, options.failOn))) process.exitCode = 1;
  end?.("in-part");
}

async function print(report: Report, words: Catalogue, options: Options): Promise<void> {
  const { markdown, junit, html, json } = options;
  if (markdown !== undefined)
    await writeResult(markdown, (await import("../report/markdown.js")).markdownReport(report, words));
  if (junit !== undefined)
    await writeResult(junit, (await import("../report/junit.js")).junitReport(report, words, options.failOn));
  if (html !== undefined) await writeResult(html, (await import("../report/html.js")).htmlReport(builtPage(), report));
  if (json) {
    writeOut(jsonReport(report));
  } else if (markdown !== "-" && junit !== "-" && html !== "-") {
    const { textReport } = await import("../report/text.js");
    const out = outputLook();
    const look = { width: widthOf(out), colour: wantsColour(out) };
    writeOut(textReport(report, { words, ...look }));
  }
}

/** A name in --path that no capture has would silently change nothing. */
function checkPath(report: Report, path: readonly string[] | undefined): void {
  const known = report.vantagePoints.filter((v) => !v.baseline).map((v) => v.name);
  const unknown = path?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      "unknown-vantage-point",
      `--path: no vantage point is called ${unknown}`,
      `--path ${known.join(",")}`,
    );
}

function noteFilters({ host, port, sni }: Options): void {
  const given = [
    host === undefined ? null : `--host ${host}`,
    port === undefined ? null : `--port ${port}`,
    sni === undefined ? null : `--sni ${sni}`,
  ].filter((text) => text !== null);
  if (given.length > 0) process.stderr.write(`hopscope: no flow passes ${given.join(" ")}\n`);
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

function names(value: string): string[] {
  return value.split(",").map((name) => name.trim());
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  return port;
}
