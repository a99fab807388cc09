import { fileSize } from "./file-size.js";

/** Bytes of all files read so far, bytes in all (null where one of them has no end yet, as a pipe), and the file at hand. */
export type ProgressSink = (bytesRead: number, totalBytes: number | null, file: string) => void;

/** Adds up what is read of several files, one after the other or at once. */
export function totalProgress(files: readonly string[], sink: ProgressSink): (file: string, bytesRead: number) => void {
  const total = files
    .map(fileSize)
    .reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
  const readOf = new Map<string, number>();
  let read = 0;
  return (file, bytes) => {
    const before = readOf.get(file) ?? 0;
    // A file that is named twice begins anew.
    read += bytes >= before ? bytes - before : bytes;
    readOf.set(file, bytes);
    sink(read, total, file);
  };
}
