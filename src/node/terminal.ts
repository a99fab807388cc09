import { harmless } from "../report/text/harmless.js";
import { milliseconds } from "./clock.js";

/** What the terminal, and the user who sits at it, can and want to see. */

type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of process.stdout and process.stderr that matter here. */
interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Whether to draw in colour: on a terminal, unless NO_COLOR (https://no-color.org) or a dumb one; FORCE_COLOR overrides. */
export function wantsColour(output: Pick<Output, "isTTY">, env: Environment = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return output.isTTY === true && env.TERM !== "dumb";
}

/** Columns to draw in: the terminal's, else COLUMNS, else 80. */
export function widthOf(output: Pick<Output, "columns">, env: Environment = process.env): number {
  return output.columns || Number(env.COLUMNS) || 80;
}

/** The reader's language by the locale: LC_ALL over LC_MESSAGES over LANG (POSIX, Base Definitions 8.2). */
export function languageOf(env: Environment = process.env): "en" | "zh-CN" {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  // Simplified: zh_CN.UTF-8, zh_SG, zh-Hans-CN and plain zh; the reader of zh_TW is better served in English.
  return /^zh(?:$|[.@]|[-_](?:CN|SG|Hans))/i.test(locale) ? "zh-CN" : "en";
}

export interface Progress {
  /** Replaces what is shown; cheap enough to call for every chunk, where the text is only made when it is drawn. */
  show(text: string | (() => string)): void;
  /** Takes it away, before results are written. */
  end(): void;
}

/** Less than a reader waits in doubt, more than a terminal needs to draw. */
const PROGRESS_INTERVAL_MS = 80;
/** Before this, work is done at once. */
const AT_ONCE_MS = 40;

/** A line that says how far the work is: on a terminal only, and not for work that is done at once. */
export function startProgress(output: Output, now: () => number = milliseconds): Progress {
  let last = now() - PROGRESS_INTERVAL_MS + AT_ONCE_MS;
  let shown = false;
  return {
    show(text) {
      if (!output.isTTY || now() - last < PROGRESS_INTERVAL_MS) return;
      last = now();
      shown = true;
      // A line that wraps could not be replaced.
      const line = typeof text === "string" ? text : text();
      output.write(`\r${harmless(line).slice(0, widthOf(output) - 1)}\x1b[K`);
    },
    end() {
      if (shown) output.write("\r\x1b[K");
      shown = false;
    },
  };
}
