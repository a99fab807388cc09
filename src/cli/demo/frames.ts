import { FieldReader } from "../../dissect/fields.js";
import { ANALYSIS_PORTS } from "../../dissect/ports.js";
import { readCapture } from "../../node/read-capture.js";

/** A TCP packet as a capture holds it: its IP headers from the outermost to its own. */
export interface TcpFrame {
  number: number;
  /** Seconds since 1970. */
  time: number;
  ip: { source: string; destination: string; length: number }[];
  vni: string | null;
  source: string;
  destination: string;
  flags: number;
  sequence: number;
  length: number;
  mss: string | null;
  serverHello: boolean;
}

const FIELDS = [
  "frame.time_epoch",
  "ip.src",
  "ip.dst",
  "ip.len",
  "vxlan.vni",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.flags",
  "tcp.seq_raw",
  "tcp.len",
  "tcp.options.mss_val",
  "tls.handshake.type",
] as const;

const SERVER_HELLO = "2";

/** The TCP packets over IPv4 of a capture. */
export async function tcpFramesOf(file: string): Promise<TcpFrame[]> {
  const reader = new FieldReader(FIELDS, ANALYSIS_PORTS);
  const frames: TcpFrame[] = [];
  await readCapture(file, (frame) => {
    reader.read(frame);
    const [time, sources, destinations, lengths, vni, from, to, flags, sequence, length, mss, tls] = reader.values;
    if (flags.length === 0) return;
    frames.push({
      number: frame.number,
      time: Number(time[0]),
      ip: sources.map((source, i) => ({ source, destination: destinations[i], length: Number(lengths[i]) })),
      vni: vni[0] ?? null,
      source: `${sources.at(-1)}:${from[0]}`,
      destination: `${destinations.at(-1)}:${to[0]}`,
      flags: Number(flags[0]),
      sequence: Number(sequence[0]),
      length: Number(length[0]),
      mss: mss[0] ?? null,
      serverHello: tls.includes(SERVER_HELLO),
    });
  });
  return frames;
}

const FLAGS = [
  [0x02, "S"],
  [0x01, "F"],
  [0x04, "R"],
  [0x08, "P"],
  [0x10, "."],
] as const;

/**
 * A line much as tcpdump prints it, two where a tunnel lies around, in 80 columns: with the bytes of the IP packet instead of the
 * payload. Sequence numbers are relative to `base`, which the SYN has.
 */
export function tcpdumpLines(f: TcpFrame, base: number): string[] {
  const clock = new Date(Math.floor(f.time * 1000)).toISOString().slice(11, 19);
  const fraction = (f.time % 1).toFixed(6).slice(1);
  const flags = FLAGS.filter(([bit]) => f.flags & bit)
    .map(([, letter]) => letter)
    .join("");
  const from = (f.sequence - base) >>> 0;
  const inner = f.ip[f.ip.length - 1];
  const said = [
    `Flags [${flags}]`,
    f.length > 0 ? `seq ${from}:${from + f.length}` : null,
    f.mss === null ? `IP ${inner.length}` : `mss ${f.mss}`,
  ].filter((part) => part !== null);
  const segment = `IP ${dotted(f.source)} > ${dotted(f.destination)}: ${said.join(", ")}`;
  const head = `${String(f.number).padStart(4)} ${clock}${fraction} `;
  if (f.ip.length === 1) return [head + segment];
  const [outer] = f.ip;
  return [
    `${head}IP ${outer.source} > ${outer.destination}: VXLAN, vni ${f.vni}, IP ${outer.length}`,
    `     ${segment}`,
  ];
}

/** tcpdump writes a port behind a dot. */
function dotted(end: string): string {
  return end.replace(":", ".");
}
