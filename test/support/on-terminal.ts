import { type ChildProcess, spawn } from "node:child_process";
import { ROOT } from "./hopscope.js";

/** What a terminal showed of a program, and how the program ended. */
export interface Shown {
  /** Output as it came, with milliseconds since the start. */
  pieces: { at: number; text: string }[];
  /** As a shell counts: 128 and the signal's number where one ended it. */
  status: number | null;
  text: string;
}

/**
 * Runs `hopscope` with `args` on a pseudo terminal of its own (util-linux's script), where Ctrl-C is what the terminal makes of it.
 * `onText` is given all that was shown so far, and types by its argument. `before` goes before the command, as in `cat x |`.
 */
export function onTerminal(
  args: readonly string[],
  onText: (text: string, type: (keys: string) => void, child: ChildProcess) => void = () => {},
  before = "",
): Promise<Shown> {
  const quoted = [process.execPath, `${ROOT}bin/hopscope`, ...args].map((a) => `'${a}'`).join(" ");
  // No shell stays between them: it would count the signal as its own.
  const command = before === "" ? `exec ${quoted}` : `${before} ${quoted}`;
  const env = { ...process.env, LC_ALL: "C.UTF-8", SHELL: "/bin/bash", NO_COLOR: "1" };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn("script", ["-qec", command, "/dev/null"], { env });
    const pieces: Shown["pieces"] = [];
    const text = () => pieces.map((p) => p.text).join("");
    child.stdout.on("data", (chunk) => {
      pieces.push({ at: performance.now() - started, text: chunk.toString() });
      onText(text(), (keys) => child.stdin.write(keys), child);
    });
    child.on("error", reject);
    child.stdin.on("error", () => {});
    child.on("close", (status) => resolve({ pieces, status, text: text() }));
  });
}
