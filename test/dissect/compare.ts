import { FIELD_NAMES, FieldReader } from "../../src/dissect/fields.js";
import { TSHARK_PORTS } from "../../src/dissect/ports.js";
import { readCapture } from "../../src/node/read-capture.js";

/** The fields that every frame must agree in. */
const COMMON_FIELDS = [
  "frame.len",
  "frame.cap_len",
  "ip.src",
  "ip.dst",
  "ip.len",
  "ip.flags.df",
  "ip.flags.mf",
  "ip.frag_offset",
  "ipv6.src",
  "ipv6.dst",
  "ipv6.plen",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.seq_raw",
  "tcp.ack_raw",
  "tcp.options.mss_val",
  "udp.srcport",
  "udp.dstport",
  "icmp.type",
  "icmp.code",
  "icmp.mtu",
  "icmpv6.type",
  "icmpv6.mtu",
  "vxlan.vni",
  "geneve.vni",
  "vlan.id",
];

/** Where docs/formats.md says that tshark means something else. */
const OTHERWISE = new Set([
  "frame.protocols",
  "frame.interface_id",
  "tcp.len",
  "tls.handshake.type",
  "tls.record.content_type",
]);

/** A table that `tshark -T fields -E header=y` printed. */
export interface Table {
  names: string[];
  rows: Map<number, string[]>;
}

export function parseTable(text: string): Table {
  const [head = "", ...lines] = text.replace(/\n$/, "").split("\n");
  const names = head.split("\t");
  const number = names.indexOf("frame.number");
  const rows = new Map<number, string[]>();
  for (const line of lines) {
    const cells = line.split("\t");
    if (line !== "") rows.set(Number(cells[number]), cells);
  }
  return { names, rows };
}

export interface Comparison {
  frames: number;
  /** Frames that differ in one of {@link COMMON_FIELDS}. */
  differing: number;
  /** Of these, those that tshark calls malformed, or that quote headers in ICMP errors. */
  apart: number;
  /** Every difference outside the frames apart, as text. */
  differences: string[];
}

/** Compares a capture with what tshark says of it, every frame, every field that both know. */
export async function compare(file: string, { names, rows }: Table): Promise<Comparison> {
  const shared = names.filter((name) => FIELD_NAMES.includes(name) && !OTHERWISE.has(name));
  const columns = shared.map((name) => names.indexOf(name));
  const protocols = names.indexOf("frame.protocols");
  const reader = new FieldReader(shared, TSHARK_PORTS);
  const result: Comparison = { frames: 0, differing: 0, apart: 0, differences: [] };
  const seen = new Set<number>();
  await readCapture(
    file,
    (frame) => {
      result.frames++;
      seen.add(frame.number);
      const row = rows.get(frame.number);
      if (row === undefined) {
        result.differing++;
        result.differences.push(`frame ${frame.number} is none to tshark`);
        return;
      }
      reader.read(frame);
      const wrong = shared.filter((_, i) => reader.values[i].join(",") !== row[columns[i]]);
      if (wrong.length === 0) return;
      const isApart = /_ws\.malformed|icmp(v6)?:ip/.test(row[protocols]);
      if (wrong.some((name) => COMMON_FIELDS.includes(name))) {
        result.differing++;
        if (isApart) result.apart++;
      }
      if (isApart) return;
      for (const name of wrong) {
        const i = shared.indexOf(name);
        result.differences.push(`${frame.number} ${name}: ${reader.values[i].join(",")}, tshark ${row[columns[i]]}`);
      }
    },
    {
      onBlock: (number, length) => {
        seen.add(number);
        if (rows.get(number)?.[names.indexOf("frame.len")] !== String(length))
          result.differences.push(`block ${number}: ${length} bytes`);
      },
    },
  );
  for (const number of rows.keys()) if (!seen.has(number)) result.differences.push(`frame ${number} is missing`);
  return result;
}
