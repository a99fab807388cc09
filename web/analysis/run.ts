import type { Answer, Progress } from "./protocol.js";
import script from "./worker.js?packed";

let unpacked: Promise<string> | undefined;

/** The address of the worker's script, which the page carries packed. */
async function unpack(): Promise<string> {
  const bytes = Uint8Array.from(atob(script), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return URL.createObjectURL(new Blob([await new Response(stream).blob()], { type: "text/javascript" }));
}

/** Analyses captures off the page's thread. Stops for good when `signal` is aborted: then nothing is answered. */
export async function analyzeInWorker(
  files: readonly File[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Exclude<Answer, Progress>> {
  unpacked ??= unpack();
  const url = await unpacked.catch((error: Error) => error);
  if (typeof url !== "string") return { kind: "bug", what: url.message };
  return new Promise((resolve) => {
    if (signal.aborted) return;
    const worker = new Worker(url);
    signal.addEventListener("abort", () => worker.terminate());
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "progress") return onProgress(data);
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      worker.terminate();
      resolve({ kind: "bug", what: event.message });
    };
    worker.postMessage({ files });
  });
}
