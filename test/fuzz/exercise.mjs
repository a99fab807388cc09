import { NotACapture } from "../../dist/capture/errors.js";
import { openCaptureReader } from "../../dist/capture/reader.js";
import { transportChecksum } from "../../dist/dissect/checksum.js";
import { dissect } from "../../dist/dissect/dissect.js";
import { Dissection, MAX_LAYERS } from "../../dist/dissect/dissection.js";
import { encapsulationOf } from "../../dist/dissect/encapsulation.js";
import { FIELD_NAMES, FieldReader } from "../../dist/dissect/fields.js";
import { opaqueTunnel } from "../../dist/dissect/opaque.js";
import { ANALYSIS_PORTS } from "../../dist/dissect/ports.js";
import { PROTOCOL } from "../../dist/dissect/protocols.js";
import { nextSctpChunk } from "../../dist/dissect/sctp.js";

const d = new Dissection(ANALYSIS_PORTS);
const fields = new FieldReader(FIELD_NAMES, ANALYSIS_PORTS);

/** Reads a frame in every way there is; throws where something does not hold. */
export function exerciseFrame(bytes, linkType, wireLength) {
  // The same frame among zeros and among ones: what it says must not depend on what lies around it.
  const first = sight(among(bytes, 0x00), bytes.length, linkType, wireLength);
  const second = sight(among(bytes, 0xff), bytes.length, linkType, wireLength);
  if (first !== second) throw new Error(`reads beyond the frame:\n${first}\n${second}`);
}

const AROUND = 64;

function among(bytes, fill) {
  const buffer = new Uint8Array(bytes.length + 2 * AROUND).fill(fill);
  buffer.set(bytes, AROUND);
  return buffer;
}

function sight(buffer, length, linkType, wireLength) {
  const end = AROUND + length;
  dissect(d, buffer, AROUND, end, wireLength, linkType);
  checkLayers(end);
  encapsulationOf(d);
  const opaque = opaqueTunnel(d);
  const checksum = transportChecksum(d);
  if (d.transport >= 0 && d.protocol[d.transport] === PROTOCOL.sctp) walkChunks();
  fields.read({
    number: 1,
    bytes: buffer,
    start: AROUND,
    end,
    wireLength,
    interfaceIndex: 0,
    linkType,
    seconds: 0,
    nanos: 0,
  });
  return JSON.stringify([d.damage, d.cut, d.depth, checksum, opaque, fields.values]);
}

function checkLayers(end) {
  if (d.depth > MAX_LAYERS) throw new Error("too many layers");
  for (let i = 0; i < d.depth; i++) {
    const sound = AROUND <= d.start[i] && d.start[i] <= d.payload[i] && d.payload[i] <= d.end[i] && d.end[i] <= end;
    if (!sound || d.end[i] > d.wireEnd[i]) {
      throw new Error(
        `layer ${i} (${d.protocol[i]}): ${d.start[i]} ${d.payload[i]} ${d.end[i]} ${d.wireEnd[i]} of ${end}`,
      );
    }
  }
}

function walkChunks() {
  const stop = d.end[d.transport];
  let at = d.payload[d.transport];
  if (at + 4 > stop) return;
  for (let next = at; next >= 0; next = nextSctpChunk(d.bytes, at, stop)) {
    if (next < at || next + 4 > stop) throw new Error("a chunk beyond its packet");
    at = next;
  }
}

/** Reads a capture file in chunks of `size` bytes, and every frame of it. */
export function exerciseFile(bytes, size) {
  let number = 0;
  const reader = openCaptureReader((frame) => {
    if (frame.number <= number || frame.start > frame.end || frame.end > frame.bytes.length || frame.nanos >= 1e9) {
      throw new Error(`frame ${frame.number}: ${frame.start} ${frame.end} ${frame.nanos}`);
    }
    number = frame.number;
    dissect(d, frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType);
    encapsulationOf(d);
    fields.read(frame);
  });
  try {
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    reader.end();
  } catch (error) {
    // What is no capture is refused, and that is the only refusal.
    if (!(error instanceof NotACapture)) throw error;
  }
}
