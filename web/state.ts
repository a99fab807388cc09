import { batch, computed, effect, signal } from "@preact/signals";
import type { Report } from "../src/report/contract.js";
import { harmless } from "../src/report/text/harmless.js";
import { findingsOf } from "../src/report/verdict.js";
import { analyzeOnServer, type Server } from "./analysis/on-server.js";
import type { Progress, Unread } from "./analysis/protocol.js";
import { analyzeInWorker } from "./analysis/run.js";
import { embedded, reportFrom } from "./model/embedded.js";
import { flowOf } from "./model/flows.js";

export type Stage =
  | { at: "start" }
  | { at: "working"; progress: Progress | null }
  | { at: "failed"; what: string | null; next: string | null; unread: Unread[] }
  | { at: "report"; report: Report; unread: Unread[] };

export type Theme = "auto" | "light" | "dark";

const given = embedded<Report>("hopscope-report");
export const server = embedded<Server>("hopscope-server");

export const stage = signal<Stage>(
  given === null ? { at: "start" } : { at: "report", report: harmless(given), unread: [] },
);
export const report = computed(() => (stage.value.at === "report" ? stage.value.report : null));
export const theme = signal<Theme>("auto");

/** Findings in the order they are offered: what explains failures first. */
export const findings = computed(() => {
  const r = report.value;
  return r === null ? [] : (["primary", "cost", "context"] as const).flatMap((role) => findingsOf(r, role));
});
const chosenFinding = signal(0);
export const finding = computed(() => findings.value[chosenFinding.value] ?? null);
const chosenFlow = signal<string | null>(null);
/** The flow the views are about: the one that was chosen, else the finding's. */
export const flow = computed(() => {
  const r = report.value;
  if (r === null) return null;
  return r.flows.find((f) => f.id === chosenFlow.value) ?? flowOf(r, finding.value);
});

export function chooseFinding(index: number): void {
  batch(() => {
    chosenFinding.value = index;
    chosenFlow.value = null;
  });
}

export function chooseFlow(id: string): void {
  const about = findings.value.findIndex((f) => f.role === "primary" && f.flows.includes(id));
  batch(() => {
    if (about >= 0) chosenFinding.value = about;
    chosenFlow.value = id;
  });
}

effect(() => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

let running: AbortController | null = null;

export function startOver(): void {
  running?.abort();
  running = null;
  stage.value = { at: "start" };
}

function begin(): AbortController {
  running?.abort();
  running = new AbortController();
  stage.value = { at: "working", progress: null };
  return running;
}

function show(shown: Report, unread: Unread[]): void {
  batch(() => {
    chosenFinding.value = 0;
    chosenFlow.value = null;
    stage.value = { at: "report", report: shown, unread };
  });
  window.scrollTo(0, 0);
}

/** Captures, or one saved report, that somebody drops or chooses. */
export async function open(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const control = begin();
  const saved = files.length === 1 && /\.json$/i.test(files[0].name) ? reportFrom(await files[0].text()) : null;
  if (control.signal.aborted) return;
  if (saved !== null) return show(saved, []);
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const answer = await analyzeInWorker(
    sorted,
    (progress) => {
      stage.value = { at: "working", progress };
    },
    control.signal,
  );
  if (control.signal.aborted) return;
  if (answer.kind === "report") show(answer.report, answer.unread);
  else if (answer.kind === "failed") stage.value = { at: "failed", what: null, next: null, unread: answer.unread };
  else stage.value = { at: "failed", what: answer.what, next: null, unread: [] };
}

export async function openOnServer(captures: readonly string[]): Promise<void> {
  const control = begin();
  const answer = await analyzeOnServer(
    captures,
    ({ bytes, total, file }) => {
      const progress = { kind: "progress", bytes, total: total ?? 0, frames: 0, judging: false } as const;
      const at = { file: harmless(file), number: captures.indexOf(file) + 1, count: captures.length };
      stage.value = { at: "working", progress: { ...progress, ...at } };
    },
    control.signal,
  ).catch((error: unknown) => ({ kind: "failed" as const, what: String(error), next: null }));
  if (control.signal.aborted) return;
  if (answer.kind === "report") show(harmless(answer.report), []);
  else stage.value = { at: "failed", what: harmless(answer.what), next: answer.next, unread: [] };
}
