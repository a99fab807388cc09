import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** The width in pixels of the element that gets the ref; `guess` until it is laid out. */
export function useWidth(guess: number): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(guess);
  useEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry.contentRect.width)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
