import type { Report } from "../../src/report/contract.js";

/** What `hopscope serve` writes into the page. */
export interface Server {
  directory: string;
}

export interface ServerCapture {
  path: string;
  size: number;
}

export type ServerAnswer =
  | { kind: "progress"; bytes: number; total: number | null; file: string }
  | { kind: "report"; report: Report }
  | { kind: "failed"; what: string; next: string | null };

/** Relative to the page's own address, which holds the token. */
export async function capturesOnServer(): Promise<ServerCapture[]> {
  const response = await fetch("./api/captures");
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return ((await response.json()) as { captures: ServerCapture[] }).captures;
}

/** One JSON value a line: progress, and last the report or the failure. */
export async function analyzeOnServer(
  captures: readonly string[],
  onProgress: (progress: Extract<ServerAnswer, { kind: "progress" }>) => void,
  signal: AbortSignal,
): Promise<Exclude<ServerAnswer, { kind: "progress" }>> {
  const response = await fetch("./api/analyze", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ captures }),
    signal,
  });
  if (!response.ok || response.body === null) {
    return { kind: "failed", what: `${response.status} ${await response.text()}`, next: null };
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (true) {
    const { done, value } = await reader.read();
    text += value ?? "";
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      const answer = JSON.parse(line) as ServerAnswer;
      if (answer.kind !== "progress") return answer;
      onProgress(answer);
    }
    if (done) return { kind: "failed", what: "the connection ended", next: null };
  }
}
