import { Decompress } from "fzstd";

export type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** The plain bytes of a stream that may be gzip or zstd. `broken` is told how a compressed stream breaks off; what came before is sound. */
export async function* decompressed(chunks: Chunks, broken: (what: string) => void): Chunks {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const rest: Chunks = {
    async *[Symbol.asyncIterator]() {
      yield first.value;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    },
  };
  const [a, b, c, d] = first.value;
  if (a === 0x1f && b === 0x8b) yield* gunzipped(rest, broken);
  else if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) yield* unzstd(rest, broken);
  else yield* rest;
}

async function* gunzipped(chunks: Chunks, broken: (what: string) => void): Chunks {
  const iterator = chunks[Symbol.asyncIterator]();
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  while (true) {
    try {
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Uint8Array<ArrayBuffer>;
    } catch (error) {
      broken(`the gzip stream breaks off: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
}

async function* unzstd(chunks: Chunks, broken: (what: string) => void): Chunks {
  const plain: Uint8Array<ArrayBuffer>[] = [];
  let ended = false;
  const stream = new Decompress((chunk: Uint8Array, final?: boolean) => {
    ended = final === true;
    if (chunk.length > 0) plain.push(chunk as Uint8Array<ArrayBuffer>);
  });
  try {
    for await (const chunk of chunks) {
      stream.push(chunk.slice());
      yield* plain.splice(0);
    }
    if (!ended) stream.push(new Uint8Array(0), true);
  } catch (error) {
    broken(`the zstd stream breaks off: ${error instanceof Error ? error.message : String(error)}`);
  }
  yield* plain;
}
