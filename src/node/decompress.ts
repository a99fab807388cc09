import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { Decompress as ZstdInScript } from "fzstd";
import type { ChunkSink } from "./byte-source.js";
import type { Compression } from "./compression.js";

/** Takes compressed bytes in order and gives plain ones to its sink. */
export interface Decompressor {
  push(chunk: Uint8Array): void | Promise<void>;
  /** Null when the stream was whole, else how it broke; what came before has been given to the sink. */
  end(): Promise<string | null>;
}

/** Room for plain bytes: what the sink is given at once. */
const CHUNK = 256 * 1024;

/** Gives plain bytes to `sink`. */
export function decompressor(format: Compression, sink: ChunkSink): Decompressor {
  return format === "zstd" ? zstd(sink) : throughStream(zlib.createGunzip({ chunkSize: CHUNK }), format, sink);
}

/** Node has zstd from 22.15 on, but says nothing of a stream that is cut until 24; before that, a decoder in JavaScript. */
function zstd(sink: ChunkSink): Decompressor {
  const { createZstdDecompress } = zlib as unknown as {
    createZstdDecompress?: (options: { chunkSize: number }) => Transform;
  };
  return createZstdDecompress && Number.parseInt(process.versions.node, 10) >= 24
    ? throughStream(createZstdDecompress({ chunkSize: CHUNK }), "zstd", sink)
    : inScript(sink);
}

/** Listens for "data" rather than iterating: an iterator drops what was decompressed just before an error. */
function throughStream(stream: Transform, name: string, sink: ChunkSink): Decompressor {
  let failure: Error | null = null;
  let thrown: unknown = null;
  let wake: () => void = () => {};
  stream.on("data", (chunk: Uint8Array) => {
    if (thrown !== null) return;
    try {
      sink(chunk);
    } catch (error) {
      thrown = error ?? new Error("sink failed");
    }
  });
  stream.on("error", (error: Error) => {
    failure ??= error;
    wake();
  });
  const settled = (start: (done: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      wake = () => (thrown === null ? resolve() : reject(thrown));
      if (failure !== null) wake();
      else start(() => wake());
    });
  return {
    push: (chunk) => settled((done) => stream.write(chunk, done)),
    async end() {
      await settled((done) => {
        stream.once("end", done);
        stream.end();
      });
      stream.destroy();
      return failure === null ? null : `the ${name} stream breaks off: ${failure.message}`;
    },
  };
}

function inScript(sink: ChunkSink): Decompressor {
  let failure: string | null = null;
  let thrown: unknown = null;
  let ended = false;
  const stream = new ZstdInScript((chunk: Uint8Array, final?: boolean) => {
    ended = final === true;
    try {
      if (chunk.length > 0) sink(chunk);
    } catch (error) {
      thrown = error ?? new Error("sink failed");
      throw error;
    }
  });
  const feed = (chunk: Uint8Array, final: boolean) => {
    if (failure !== null) return;
    try {
      stream.push(chunk, final);
    } catch (error) {
      if (thrown !== null) throw thrown;
      failure = error instanceof Error ? error.message : String(error);
    }
  };
  return {
    // The decoder keeps what it is given, and the caller's buffer is used again.
    push: (chunk) => feed(chunk.slice(), false),
    async end() {
      if (!ended) feed(new Uint8Array(0), true);
      return failure === null ? null : `the zstd stream breaks off: ${failure}`;
    },
  };
}
