import type { CaptureReader, Frame } from "../../src/capture/frame.js";
import { openCaptureReader } from "../../src/capture/reader.js";

export type KeptFrame = Omit<Frame, "bytes" | "start" | "end"> & { bytes: Uint8Array };

export function keep(frame: Frame): KeptFrame {
  const { start, end, bytes, ...rest } = frame;
  return { ...rest, bytes: bytes.slice(start, end) };
}

/** Reads a capture in chunks of `size` bytes and keeps every frame. */
export function readAll(file: Uint8Array, size = file.length || 1): { frames: KeptFrame[]; reader: CaptureReader } {
  const frames: KeptFrame[] = [];
  const reader = openCaptureReader((frame) => frames.push(keep(frame)));
  for (let at = 0; at < file.length; at += size) reader.push(file.slice(at, at + size));
  reader.end();
  return { frames, reader };
}
