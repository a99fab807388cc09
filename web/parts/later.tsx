import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Longer than a view takes to be laid out: the browser draws, and answers, in between. */
const STEP_MS = 24;

/** Draws its children at their turn, so that a report never holds the page up: what is at the top comes first. */
export function Later({ turn, children }: { turn: number; children: ComponentChildren }) {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), turn * STEP_MS);
    return () => clearTimeout(timer);
  }, [turn]);
  useEffect(() => {
    // A link into the report was followed before its place was there.
    if (ready && location.hash.length > 1) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [ready]);
  return <>{ready && children}</>;
}
