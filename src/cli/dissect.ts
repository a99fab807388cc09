import { once } from "node:events";
import { type Command, InvalidArgumentError } from "commander";
import type { Frame } from "../capture/frame.js";
import { DECODE_AS_NAMES, decodeAs } from "../dissect/decode-as.js";
import type { DecodeOptions } from "../dissect/dissection.js";
import { FIELD_NAMES, FieldReader } from "../dissect/fields.js";
import { compileFilter, FilterError, type FrameFilter } from "../dissect/filter.js";
import { TSHARK_PORTS } from "../dissect/ports.js";
import { UserError } from "../node/errors.js";
import { readCapture } from "../node/read-capture.js";
import { startHelpWith } from "./examples.js";

const DEFAULT_FIELDS = [
  "frame.number",
  "frame.time_epoch",
  "frame.len",
  "frame.protocols",
  "ip.src",
  "ip.dst",
  "ipv6.src",
  "ipv6.dst",
];

const EXAMPLES = [
  ["hopscope dissect a.pcap -T fields -e frame.number -e ip.len", "two fields of every frame"],
  ["hopscope dissect a.pcap -d udp.port==8472,vxlan -Y vxlan -e vxlan.vni", "VXLAN on flannel's port"],
  ["hopscope dissect a.pcap --json", "one JSON object a frame"],
] as const;

/** Characters written at once. */
const BATCH = 64 * 1024;

interface Options {
  T?: string;
  e: string[];
  d: string[];
  Y?: string;
  json?: boolean;
  fieldNames?: boolean;
}

/** Adds `hopscope dissect`: one line per frame, fields by their tshark names. */
export function dissectCommand(program: Command): void {
  const command = program
    .command("dissect")
    .summary("print fields of every frame, by their tshark names")
    .description(
      "Prints one line per frame: fields by their tshark names, all occurrences (tunnels) comma-joined, outermost first. " +
        "Ports are decoded as tshark does by default, unless -d says otherwise.",
    )
    .argument("[file]", "a capture; - reads standard input")
    .option("-T <format>", "fields (the default) or json", oneOf("fields", "json"))
    .option("-e <field>", "a field to print; may be repeated", collect, [])
    .option("-d <rule>", `decode a port as, for example, udp.port==8472,vxlan; may be repeated`, collect, [])
    .option("-Y <filter>", "only frames that pass a simple display filter, such as 'ip.len > 1450 and vxlan'")
    .option("--json", "one JSON object per frame, every field a list; the same as -T json")
    .option("--field-names", "print the names of all fields, and end")
    .action(run);
  startHelpWith(command, EXAMPLES);
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

function oneOf(...values: string[]) {
  return (value: string): string => {
    if (!values.includes(value)) throw new InvalidArgumentError(`It must be ${values.join(" or ")}.`);
    return value;
  };
}

async function run(file: string | undefined, options: Options): Promise<void> {
  if (options.fieldNames) {
    process.stdout.write(`${FIELD_NAMES.join("\n")}\n`);
    return;
  }
  if (file === undefined) {
    throw new UserError("no-capture", "dissect needs a capture to read", "hopscope dissect capture.pcap");
  }
  const names = options.e.length > 0 ? options.e : DEFAULT_FIELDS;
  for (const name of names) {
    if (!FIELD_NAMES.includes(name)) throw unknownField(name);
  }
  const decode = decodeOptions(options.d);
  const passes = options.Y === undefined ? null : filterOf(options.Y, decode);
  const format = options.json || options.T === "json" ? jsonLine : fieldsLine;
  await print(file, names, decode, passes, format);
}

type LineFormat = (names: readonly string[], values: readonly string[][]) => string;

const fieldsLine: LineFormat = (_names, values) => values.map((list) => list.join(",")).join("\t");

const jsonLine: LineFormat = (names, values) =>
  JSON.stringify(Object.fromEntries(names.map((name, i) => [name, values[i]]).filter(([, list]) => list.length > 0)));

async function print(
  file: string,
  names: readonly string[],
  decode: DecodeOptions,
  passes: FrameFilter | null,
  format: LineFormat,
): Promise<void> {
  const reader = new FieldReader(names, decode);
  let batch = "";
  let drained: Promise<unknown> | null = null;
  const write = (line: string) => {
    batch += `${line}\n`;
    if (batch.length < BATCH) return;
    if (!process.stdout.write(batch)) drained ??= once(process.stdout, "drain");
    batch = "";
  };
  const onFrame = (frame: Frame) => {
    if (passes !== null && !passes(frame)) return;
    reader.read(frame);
    write(format(names, reader.values));
  };
  const onBlock = (number: number, length: number) => {
    if (passes === null)
      write(
        format(
          names,
          names.map((name) => blockValue(name, number, length)),
        ),
      );
  };
  const { reader: capture } = await readCapture(file, onFrame, {
    onBlock,
    // The reader waits while whoever reads our output is behind.
    pause: () => {
      const wait = drained;
      drained = null;
      return wait;
    },
  });
  if (batch !== "") process.stdout.write(batch);
  const { damage } = capture;
  if (damage !== null) {
    process.stderr.write(
      `hopscope: ${file}: damaged after frame ${damage.frame}, at byte ${damage.offset}: ${damage.what}\n`,
    );
  }
}

/** What tshark prints of a pcapng block that takes a frame number without being a frame. */
function blockValue(name: string, number: number, length: number): string[] {
  switch (name) {
    case "frame.number":
      return [String(number)];
    case "frame.len":
    case "frame.cap_len":
      return [String(length)];
    case "frame.protocols":
      return ["data"];
    default:
      return [];
  }
}

function decodeOptions(rules: readonly string[]): DecodeOptions {
  const decode = decodeAs(TSHARK_PORTS, rules);
  if (typeof decode !== "string") return decode;
  throw new UserError(
    "bad-decode-rule",
    `-d ${decode}: a rule is udp.port==PORT,NAME with NAME one of ${DECODE_AS_NAMES.join(" ")} (stt: tcp.port)`,
    "hopscope dissect --help",
  );
}

function filterOf(text: string, decode: DecodeOptions): FrameFilter {
  try {
    return compileFilter(text, decode);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const place = text.slice(error.at);
    throw new UserError(
      "bad-filter",
      `-Y '${text}': ${error.message}${place === "" ? "" : `, at '${place}'`}`,
      "hopscope dissect --field-names",
    );
  }
}

function unknownField(name: string): UserError {
  const last = name.split(".").at(-1) ?? name;
  const near = FIELD_NAMES.filter((known) => known.split(".")[0] === name.split(".")[0] || known.endsWith(`.${last}`));
  const hint = near.length > 0 ? `; near it: ${near.slice(0, 8).join(" ")}` : "";
  return new UserError("unknown-field", `-e ${name}: no such field${hint}`, "hopscope dissect --field-names");
}
