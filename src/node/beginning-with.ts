import type { ChunkSink } from "./byte-source.js";

/** Keeps bytes back until `length` of them show which sink they are for; a pipe may hand over one at a time. */
export function beginningWith(
  length: number,
  choose: (head: Uint8Array) => ChunkSink,
): { push: ChunkSink; end: () => void | Promise<void> } {
  let head: Uint8Array = new Uint8Array(0);
  let chosen: ChunkSink | null = null;
  const decide = (bytes: Uint8Array) => {
    chosen = choose(bytes);
    return chosen(bytes);
  };
  return {
    push(chunk) {
      if (chosen !== null) return chosen(chunk);
      const bytes = head.length === 0 ? chunk : joined(head, chunk);
      if (bytes.length >= length) return decide(bytes);
      head = new Uint8Array(bytes);
    },
    /** To be called once no more bytes come. */
    end() {
      if (chosen === null && head.length > 0) return decide(head);
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
