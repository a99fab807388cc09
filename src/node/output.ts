import { fstatSync, writeSync } from "node:fs";

/** Standard output and standard error as file descriptors: their streams take Node longer to make than a small capture to analyse. */

const STDOUT = 1;
const STDERR = 2;

/** Writes to standard output, all of it, or as much as its reader wants. */
export function writeOut(text: string): void {
  // A console there takes characters, not bytes.
  if (process.platform === "win32") {
    process.stdout.write(text);
    return;
  }
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(STDOUT, rest));
  } catch (error) {
    // The exit status may tell more.
    if (isClosedPipe(error)) return;
    // A pipe that does not wait for its reader: the stream does.
    process.stdout.write(rest);
  }
}

/** What standard output is, as far as that says how to draw on it. */
export function outputLook(): Pick<NodeJS.WriteStream, "isTTY" | "columns"> | Record<string, never> {
  return isDevice(STDOUT) ? process.stdout : {};
}

/** Where a line of progress may be drawn; null where nobody would see it. */
export function progressOutput(): NodeJS.WriteStream | null {
  return isDevice(STDERR) ? process.stderr : null;
}

/** Every terminal is one; files and pipes are not. */
function isDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

/** `hopscope analyze x.pcap | head` closes the pipe early: that is no failure, and what is left unsaid was not wanted. */
export function isClosedPipe(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === "EPIPE" && syscall === "write";
}
