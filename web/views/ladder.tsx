import { useMemo, useState } from "preact/hooks";
import type { Report, ReportFlow } from "../../src/report/contract.js";
import { type Ladder, type LadderRow, ladder } from "../model/ladder.js";
import { Section } from "../parts/section.js";
import { VirtualRows } from "../parts/virtual-rows.js";
import { useWidth } from "../parts/width.js";
import { named, t } from "../speak.js";

const ROW_HEIGHT = 36;
const ROWS = 14;
const TEXT = 272;
const NARROWEST_COLUMN = 84;
/** Where there is no room beside the packet's name and size, its journey is drawn below them. */
const NARROW = { below: 560, row: 54, head: 58, column: 68 };

export function LadderView({ report, flow }: { report: Report; flow: ReportFlow | null }) {
  const [all, setAll] = useState(false);
  const [onlyLost, setOnlyLost] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [ref, width] = useWidth(1000);
  const drawn = useMemo(() => ladder(report, all ? null : (flow?.id ?? null)), [report, flow, all]);
  const rows = useMemo(() => (onlyLost ? drawn.rows.filter((r) => r.lost !== null) : drawn.rows), [drawn, onlyLost]);
  const narrow = width < NARROW.below;
  const room = narrow ? width - 16 : width - TEXT - 16;
  const column = Math.max(narrow ? NARROW.column : NARROWEST_COLUMN, room / Math.max(1, drawn.columns.length));
  const row = rows[chosen];
  const lost = rows.find((r) => r.lost !== null)?.lost ?? null;
  return (
    <Section
      id="ladder"
      heading={t("ladder.heading")}
      lead={t("ladder.lead")}
      tools={
        <>
          <label class="check">
            <input type="checkbox" checked={all} onChange={(e) => setAll(e.currentTarget.checked)} />
            {t("ladder.all-flows")}
          </label>
          <label class="check">
            <input type="checkbox" checked={onlyLost} onChange={(e) => setOnlyLost(e.currentTarget.checked)} />
            {t("ladder.only-lost")}
          </label>
          <span class="count">{t("ladder.rows", { count: rows.length })}</span>
        </>
      }
    >
      <div ref={ref} class={narrow ? "ladder-narrow" : ""}>
        {rows.length === 0 ? (
          <p class="empty">{t("ladder.empty")}</p>
        ) : (
          <>
            <VirtualRows
              id="ladder-rows"
              label={t("ladder.heading")}
              count={rows.length}
              columns={3}
              rowHeight={narrow ? NARROW.row : ROW_HEIGHT}
              headHeight={narrow ? NARROW.head : undefined}
              look={narrow && lost !== null ? ((lost.after + lost.before + 1) / 2) * column : undefined}
              most={Math.min(ROWS, rows.length)}
              chosen={chosen}
              onChoose={setChosen}
              head={<Head drawn={drawn} column={column} />}
              rowLabel={(i) => rowText(drawn, rows[i])}
              row={(i) => <Row drawn={drawn} row={rows[i]} column={column} flows={all} />}
            />
            <div class="detail" aria-live="polite">
              {row === undefined ? <p class="lead">{t("ladder.detail-hint")}</p> : <Detail drawn={drawn} row={row} />}
            </div>
          </>
        )}
      </div>
    </Section>
  );
}

function Head({ drawn, column }: { drawn: Ladder; column: number }) {
  return (
    <div class="vhead ladder-row" role="row" aria-rowindex={1}>
      <span role="columnheader" class="ladder-time">
        {t("ladder.time")}
      </span>
      <span role="columnheader" class="ladder-packet">
        {t("ladder.packet")}
      </span>
      <span role="columnheader" class="ladder-names">
        {drawn.columns.map((c) => (
          <bdi key={c.id} style={{ width: `${column}px` }} title={c.name}>
            {c.name}
          </bdi>
        ))}
      </span>
    </div>
  );
}

function Row({ drawn, row, column, flows }: { drawn: Ladder; row: LadderRow; column: number; flows: boolean }) {
  const toServer = row.direction === "client-to-server";
  return (
    <div class={`ladder-row ${row.lost === null ? "" : "ladder-lost"}`} role="presentation">
      <span role="gridcell" class="ladder-time">
        {milliseconds(row.time)}
      </span>
      <span role="gridcell" class="ladder-packet">
        <span class={`kind kind-${row.kind}`}>{named("kind", row.kind)}</span>
        <b>{row.size}</b>
        {flows && <small>{row.flow}</small>}
        <small>
          {row.repeat ? "↻ " : ""}
          {row.sequence === null ? "" : `${row.sequence.from}–${row.sequence.to}`}
        </small>
      </span>
      <span role="gridcell">
        <svg
          width={column * drawn.columns.length}
          height={ROW_HEIGHT}
          class={toServer ? "way-out" : "way-back"}
          aria-hidden="true"
        >
          <Journey drawn={drawn} row={row} column={column} />
        </svg>
      </span>
    </div>
  );
}

function Journey({ drawn, row, column }: { drawn: Ladder; row: LadderRow; column: number }) {
  const toServer = row.direction === "client-to-server";
  const x = (c: number) => column * (c + 0.5);
  // It goes down as it travels, as in any ladder.
  const reach = column * Math.max(1, drawn.columns.length - 1);
  const y = (px: number) => 11 + ((toServer ? px - x(0) : x(drawn.columns.length - 1) - px) / reach) * 14;
  const first = row.sightings[0];
  const last = row.sightings[row.sightings.length - 1];
  const end = row.lost === null ? x(last.column) : (x(row.lost.after) + x(row.lost.before)) / 2;
  return (
    <>
      {drawn.columns.map((c, i) => (
        <line key={c.id} class="rail" x1={x(i)} x2={x(i)} y1={0} y2={ROW_HEIGHT} />
      ))}
      <line
        class={row.repeat ? "journey journey-repeat" : "journey"}
        x1={x(first.column)}
        y1={y(x(first.column))}
        x2={end}
        y2={y(end)}
      />
      {row.sightings.map((s) => (
        <Sight
          key={`${s.column} ${s.frame}`}
          x={x(s.column)}
          y={y(x(s.column))}
          merged={s.superFrame ? s.size : null}
        />
      ))}
      {row.lost !== null && <path class="journey-cross" d={`m${end - 6} ${y(end) - 6} 12 12m0-12-12 12`} />}
    </>
  );
}

/** A dot; a super-frame is a bar, with what the offload made of it. */
function Sight({ x, y, merged }: { x: number; y: number; merged: number | null }) {
  if (merged === null) return <circle class="sight" cx={x} cy={y} r={3.4} />;
  return (
    <>
      <rect class="sight sight-merged" x={x - 7} y={y - 4} width={14} height={8} rx={2} />
      <text class="merged" x={x} y={y - 6} text-anchor="middle">
        {merged}
      </text>
    </>
  );
}

function Detail({ drawn, row }: { drawn: Ladder; row: LadderRow }) {
  return (
    <>
      <h3>{rowTitle(row)}</h3>
      <ol>
        {row.sightings.map((s) => (
          <li key={`${s.column} ${s.frame}`}>
            <bdi>{drawn.columns[s.column].name}</bdi> <b>{t("ladder.frame", { frame: s.frame })}</b>{" "}
            <small>
              {milliseconds(s.time)} ms, {s.superFrame ? t("ladder.merged", { size: s.size }) : s.size}
            </small>
          </li>
        ))}
        {row.lost !== null && <li class="lost">✕ {lostText(drawn, row.lost)}</li>}
      </ol>
    </>
  );
}

function lostText(drawn: Ladder, lost: { after: number; before: number }): string {
  const name = (i: number) => drawn.columns[i]?.name ?? t("path.beyond");
  return t("ladder.lost", { from: name(lost.after), to: name(lost.before) });
}

function rowTitle(row: LadderRow): string {
  const { sequence } = row;
  const kind = `${row.flow} ${named("kind", row.kind)} ${t("stairs.bytes", { size: row.size })}`;
  return sequence === null ? kind : `${kind}, ${t("ladder.sequence", { from: sequence.from, to: sequence.to })}`;
}

function rowText(drawn: Ladder, row: LadderRow): string {
  const text = t("ladder.row", {
    time: `${milliseconds(row.time)} ms`,
    kind: named("kind", row.kind),
    direction: row.direction,
    size: row.size,
    sequence: row.sequence === null ? "" : t("ladder.sequence", row.sequence),
    points: row.sightings.map((s) => drawn.columns[s.column].name).join(", "),
  });
  const parts = [text, row.repeat ? t("ladder.repeat") : "", row.lost === null ? "" : lostText(drawn, row.lost)];
  return parts.filter((p) => p !== "").join(", ");
}

/** Of nanoseconds: enough digits to tell neighbours apart. */
function milliseconds(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(3);
}
