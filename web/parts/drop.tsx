import { useEffect, useState } from "preact/hooks";
import { t } from "../speak.js";
import { open } from "../state.js";

/** Takes files dropped anywhere on the page, folders too. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const enter = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      depth++;
      setOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const allow = (e: DragEvent) => {
      if (hasFiles(e)) e.preventDefault();
    };
    const drop = (e: DragEvent) => {
      if (!hasFiles(e) || e.dataTransfer === null) return;
      e.preventDefault();
      depth = 0;
      setOver(false);
      filesOf(e.dataTransfer).then(open);
    };
    const listeners = [
      ["dragenter", enter],
      ["dragleave", leave],
      ["dragover", allow],
      ["drop", drop],
    ] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    };
  }, []);
  return over ? (
    <div class="drop-over" aria-hidden="true">
      <span>{t("drop.release")}</span>
    </div>
  ) : null;
}

/** More files than anybody has vantage points: a folder dropped by mistake. */
const MOST_FILES = 500;

async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // The list of items is emptied as soon as the event is over.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (!entries.some((e) => e?.isDirectory)) return plain;
  const out: File[] = [];
  const walk = async (entry: FileSystemEntry | null): Promise<void> => {
    if (entry === null || out.length >= MOST_FILES) return;
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      if (!file.name.startsWith(".")) out.push(file);
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    while (true) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return;
      for (const e of batch) await walk(e);
    }
  };
  for (const entry of entries) await walk(entry);
  return out;
}
