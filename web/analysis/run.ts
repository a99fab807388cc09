import type { Answer, Progress } from "./protocol.js";
import AnalysisWorker from "./worker.js?worker&inline";

/** Analyses captures off the page's thread. Stops for good when `signal` is aborted: then nothing is answered. */
export function analyzeInWorker(
  files: readonly File[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Exclude<Answer, Progress>> {
  return new Promise((resolve) => {
    const worker = new AnalysisWorker();
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
