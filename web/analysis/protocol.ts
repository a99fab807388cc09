import type { Report } from "../../src/report/contract.js";

/** What the page asks of its worker. */
export interface Job {
  files: File[];
}

export interface Progress {
  kind: "progress";
  /** Of all files, as they lie on the disk. */
  bytes: number;
  total: number;
  frames: number;
  file: string;
  number: number;
  count: number;
  /** True once everything is read. */
  judging: boolean;
}

/** A file that could not be read, and why. */
export interface Unread {
  file: string;
  why: "empty" | "not-capture" | "unreadable";
  what: string;
}

/** What it answers: any number of `progress`, then one of the others. */
export type Answer =
  | Progress
  | { kind: "report"; report: Report; unread: Unread[] }
  | { kind: "failed"; unread: Unread[] }
  | { kind: "bug"; what: string };
