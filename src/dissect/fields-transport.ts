import type { Dissection } from "./dissection.js";
import { decimal, type Field, hexadecimal } from "./field.js";
import { PROTOCOL } from "./protocols.js";
import { sctp } from "./sctp.js";
import { tcp } from "./tcp.js";
import { scanTcpOptions, TcpOptions } from "./tcp-options.js";
import {
  clientHelloServerName,
  isTlsHandshake,
  isTlsRecord,
  TLS_CONTENT,
  TLS_HANDSHAKE,
  TLS_HANDSHAKE_HEADER,
  TLS_RECORD_HEADER,
  tlsHandshake,
  tlsRecord,
} from "./tls.js";
import { tlsAlert } from "./tls-alert.js";
import { udp } from "./udp.js";

const TCP = [PROTOCOL.tcp];
const UDP = [PROTOCOL.udp];
const SCTP = [PROTOCOL.sctp];
const options = new TcpOptions();

/** A field of the options of a TCP header. */
function tcpOption(name: string, read: (out: string[], o: TcpOptions) => void): Field {
  return {
    name,
    protocols: TCP,
    layer: (out, b, at, d, i) => {
      scanTcpOptions(options, b, at, d.end[i]);
      read(out, options);
    },
  };
}

/** Fields of transport headers, and of TLS in one segment. */
export const TRANSPORT_FIELDS: Field[] = [
  decimal("tcp.srcport", TCP, tcp.sourcePort),
  decimal("tcp.dstport", TCP, tcp.destinationPort),
  ports("tcp.port", PROTOCOL.tcp),
  decimal("tcp.seq_raw", TCP, tcp.sequence),
  decimal("tcp.ack_raw", TCP, tcp.acknowledgment),
  decimal("tcp.hdr_len", TCP, tcp.headerLength),
  decimal("tcp.len", TCP, (b, at, d, i) => d.wireEnd[i] - at - tcp.headerLength(b, at)),
  hexadecimal("tcp.flags", TCP, 4, (b, at) => ((b[at + 12] & 0x0f) << 8) | tcp.flags(b, at)),
  decimal("tcp.window_size_value", TCP, tcp.window),
  hexadecimal("tcp.checksum", TCP, 4, tcp.checksum),
  tcpOption("tcp.options.mss_val", (out, o) => {
    if (o.mss !== null) out.push(String(o.mss));
  }),
  tcpOption("tcp.options.wscale.shift", (out, o) => {
    if (o.windowScale !== null) out.push(String(o.windowScale));
  }),
  tcpOption("tcp.options.sack_le", (out, o) => {
    for (let i = 0; i < o.sackCount; i++) out.push(String(o.sackLeft[i]));
  }),
  tcpOption("tcp.options.sack_re", (out, o) => {
    for (let i = 0; i < o.sackCount; i++) out.push(String(o.sackRight[i]));
  }),
  tcpOption("tcp.options.timestamp.tsval", (out, o) => {
    if (o.timestamps) out.push(String(o.timestampValue));
  }),
  tcpOption("tcp.options.timestamp.tsecr", (out, o) => {
    if (o.timestamps) out.push(String(o.timestampEcho));
  }),
  decimal("udp.srcport", UDP, udp.sourcePort),
  decimal("udp.dstport", UDP, udp.destinationPort),
  ports("udp.port", PROTOCOL.udp),
  decimal("udp.length", UDP, udp.length),
  decimal("sctp.srcport", SCTP, sctp.sourcePort),
  decimal("sctp.dstport", SCTP, sctp.destinationPort),
  {
    name: "tls.record.content_type",
    protocols: TCP,
    layer: (out, _b, _at, d, i) => tlsRecords(out, d, i, contentType),
  },
  { name: "tls.handshake.type", protocols: TCP, layer: (out, _b, _at, d, i) => tlsRecords(out, d, i, handshakeTypes) },
  {
    name: "tls.handshake.extensions_server_name",
    protocols: TCP,
    layer: (out, _b, _at, d, i) => tlsRecords(out, d, i, serverName),
  },
  {
    name: "tls.alert_message.desc",
    protocols: TCP,
    layer: (out, _b, _at, d, i) => tlsRecords(out, d, i, alertDescription),
  },
];

function ports(name: string, protocol: number): Field {
  return {
    name,
    protocols: [protocol],
    layer: (out, b, at) => out.push(String(tcp.sourcePort(b, at)), String(tcp.destinationPort(b, at))),
  };
}

/** Reads the record at `at`, whose fragment is captured as far as `end`. */
type RecordReader = (out: string[], b: Uint8Array, at: number, end: number) => void;

/** Walks the TLS records of one segment that begins with one; those after the keys changed are opaque. */
function tlsRecords(out: string[], d: Dissection, i: number, read: RecordReader): void {
  const b = d.bytes;
  const end = d.end[i];
  let at = d.payload[i];
  while (at + TLS_RECORD_HEADER <= end && isTlsRecord(b, at)) {
    const next = at + TLS_RECORD_HEADER + tlsRecord.length(b, at);
    read(out, b, at, Math.min(end, next));
    if (tlsRecord.contentType(b, at) === TLS_CONTENT.changeCipherSpec && read !== contentType) return;
    at = next;
  }
}

const contentType: RecordReader = (out, b, at) => out.push(String(tlsRecord.contentType(b, at)));

const handshakeTypes: RecordReader = (out, b, at, end) => {
  eachHandshake(b, at, end, (message) => out.push(String(tlsHandshake.type(b, message))));
};

const serverName: RecordReader = (out, b, at, end) => {
  eachHandshake(b, at, end, (message) => {
    if (tlsHandshake.type(b, message) !== TLS_HANDSHAKE.clientHello) return;
    const name = clientHelloServerName(b, message + TLS_HANDSHAKE_HEADER, end);
    if (name !== null) out.push(name);
  });
};

const alertDescription: RecordReader = (out, b, at, end) => {
  const body = at + TLS_RECORD_HEADER;
  const inTheClear = tlsRecord.contentType(b, at) === TLS_CONTENT.alert && tlsRecord.length(b, at) === 2;
  if (inTheClear && body + 2 <= end) out.push(String(tlsAlert.description(b, body)));
};

function eachHandshake(b: Uint8Array, at: number, end: number, visit: (message: number) => void): void {
  if (tlsRecord.contentType(b, at) !== TLS_CONTENT.handshake) return;
  let message = at + TLS_RECORD_HEADER;
  while (message + TLS_HANDSHAKE_HEADER <= end && isTlsHandshake(b, message)) {
    visit(message);
    message += TLS_HANDSHAKE_HEADER + tlsHandshake.length(b, message);
  }
}
