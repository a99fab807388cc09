import { type Catalogue, word } from "../messages/say.js";
import { milliseconds } from "../node/clock.js";
import { catchInterrupt } from "../node/interrupt.js";
import { progressOutput } from "../node/output.js";
import { startProgress } from "../node/terminal.js";
import type { ProgressSink } from "../node/total-progress.js";

/** Often enough to be seen moving. */
const REDRAW_MS = 50;

/** What the work gives a part of itself to. */
export interface Reading {
  stop: AbortSignal;
  onProgress: ProgressSink;
  /** To be called once everything is read. */
  onRead: () => void;
}

export interface ReadingDone<T> {
  result: T;
  /** Bytes read. */
  read: number;
  /** Null where everything was read; else says on stderr how far it came, and sets the exit status. */
  end: ((what: "nothing" | "in-part") => void) | null;
}

/**
 * Reads captures with a line of progress on a terminal's stderr. The first Ctrl-C ends reading, and the work goes on with what was read; a
 * second one, or one after reading, ends the process at once.
 */
export async function readingCaptures<T>(
  { words, quiet }: { words: Catalogue; quiet?: boolean },
  work: (reading: Reading) => Promise<T>,
): Promise<ReadingDone<T>> {
  const interrupt = catchInterrupt();
  const progress = startProgress((quiet ? null : progressOutput()) ?? { write: () => {} });
  const started = milliseconds();
  const so = { read: 0, total: null as number | null, all: false };
  const line = () => {
    if (interrupt.signal.aborted) return word(words, "reading.stopping");
    return so.all ? word(words, "reading.comparing") : describe(words, so, started);
  };
  const draw = () => progress.show(line);
  // A pipe may stay silent, and a line that says so is progress too.
  const timer = setInterval(draw, REDRAW_MS);
  try {
    const result = await work({
      stop: interrupt.signal,
      onProgress: (read, total) => {
        so.read = read;
        so.total = total;
        draw();
      },
      onRead: () => {
        interrupt.release();
        so.all = true;
        draw();
      },
    });
    const said = { read: bytes(so.read), total: bytes(so.total ?? 0) };
    const inPart = so.total === null ? "reading.interrupted-pipe" : "reading.interrupted";
    const end = (what: "nothing" | "in-part") => {
      const sentence = what === "nothing" ? word(words, "reading.nothing") : word(words, inPart, said);
      process.stderr.write(`hopscope: ${sentence}\n`);
      process.exitCode = 130;
    };
    return { result, read: so.read, end: interrupt.signal.aborted ? end : null };
  } finally {
    interrupt.release();
    clearInterval(timer);
    progress.end();
  }
}

function describe(words: Catalogue, so: { read: number; total: number | null }, started: number): string {
  if (so.read === 0) return word(words, "reading.waiting");
  const perSecond = so.read / ((milliseconds() - started) / 1000);
  const said = { read: bytes(so.read), rate: bytes(perSecond) };
  if (so.total === null) return word(words, "reading.unknown", said);
  const left = duration(words, Math.max(0, so.total - so.read) / perSecond);
  return word(words, "reading.known", { ...said, total: bytes(so.total), left });
}

/** Bytes in words, in powers of a thousand: 950 B, 12 kB, 1.1 GB. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const value = count / 1000 ** power;
  return `${value.toFixed(power > 0 && value < 10 ? 1 : 0)} ${units[power]}`;
}

function duration(words: Catalogue, seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return word(words, "reading.seconds", { seconds: whole });
  return word(words, "reading.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}
