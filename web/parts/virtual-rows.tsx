import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface VirtualRowsProps {
  id: string;
  label: string;
  count: number;
  /** Pixels; every row is as high. */
  rowHeight: number;
  /** Pixels of the head, 40 unless told. */
  headHeight?: number;
  /** Pixels from the left that had better be in sight at first. */
  look?: number;
  /** Rows shown at once, at most. */
  most: number;
  head: ComponentChildren;
  columns: number;
  /** Index of the chosen row, -1 where none is. */
  chosen: number;
  onChoose: (index: number) => void;
  row: (index: number) => ComponentChildren;
  rowLabel?: (index: number) => string;
}

const OVERSCAN = 6;
const HEAD = 40;
/** On paper nothing scrolls: as many rows as still make sense there. */
const MOST_PRINTED = 150;

/** A table that draws only the rows in sight, so that thousands scroll smoothly. Arrow keys choose a row. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, rowHeight, most, headHeight = HEAD } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const el = box.current;
    if (el !== null && props.look !== undefined) el.scrollLeft = Math.max(0, props.look - el.clientWidth / 2);
  }, [props.look]);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const on = () => setPrinting(true);
    const off = () => setPrinting(false);
    window.addEventListener("beforeprint", on);
    window.addEventListener("afterprint", off);
    return () => {
      window.removeEventListener("beforeprint", on);
      window.removeEventListener("afterprint", off);
    };
  }, []);
  const first = printing ? 0 : Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const last = printing ? Math.min(count, MOST_PRINTED) : Math.min(count, Math.ceil(top / rowHeight) + most + OVERSCAN);
  const choose = (index: number) => {
    const to = Math.min(count - 1, Math.max(0, index));
    props.onChoose(to);
    const el = box.current;
    if (el === null) return;
    const visible = el.clientHeight - headHeight;
    if (to * rowHeight < el.scrollTop) el.scrollTop = to * rowHeight;
    else if ((to + 1) * rowHeight > el.scrollTop + visible) el.scrollTop = (to + 1) * rowHeight - visible;
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: props.chosen + 1,
      ArrowUp: props.chosen - 1,
      PageDown: props.chosen + most,
      PageUp: props.chosen - most,
      Home: 0,
      End: count - 1,
    };
    const to = steps[e.key];
    // Arrow keys inside a row's own controls are theirs.
    if (to === undefined || count === 0) return;
    e.preventDefault();
    choose(to);
  };
  const rows = [];
  for (let i = first; i < last; i++) {
    rows.push(
      <div
        // Rows that leave at one end come back at the other: cheaper than new ones.
        key={i % (most + 2 * OVERSCAN + 2)}
        id={`${props.id}-row-${i}`}
        role="row"
        aria-rowindex={i + 2}
        aria-selected={i === props.chosen}
        aria-label={props.rowLabel?.(i)}
        class={i === props.chosen ? "vrow chosen" : "vrow"}
        style={
          printing
            ? { height: `${rowHeight}px` }
            : { height: `${rowHeight}px`, transform: `translateY(${i * rowHeight}px)` }
        }
        onClick={() => props.onChoose(i)}
      >
        {props.row(i)}
      </div>,
    );
  }
  return (
    <div
      class="vtable"
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={props.columns}
      aria-activedescendant={
        props.chosen >= first && props.chosen < last ? `${props.id}-row-${props.chosen}` : undefined
      }
      tabIndex={0}
      ref={box}
      style={printing ? {} : { maxHeight: `${most * rowHeight + headHeight + 18}px` }}
      onScroll={(e) => setTop(e.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      {props.head}
      <div class="vbody" role="rowgroup" style={printing ? {} : { height: `${count * rowHeight}px` }}>
        {rows}
      </div>
    </div>
  );
}
