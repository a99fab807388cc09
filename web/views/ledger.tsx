import { useState } from "preact/hooks";
import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { Report, ReportFlow } from "../../src/report/contract.js";
import { type Ledger, type LedgerRange, ledger } from "../model/ledger.js";
import { Section } from "../parts/section.js";
import { useWidth } from "../parts/width.js";
import { capital, named, t } from "../speak.js";

interface LedgerViewProps {
  report: Report;
  flow: ReportFlow | null;
  /** The finding's; null where it has none. */
  direction: FlowDirection | null;
}

/** More lines than anybody reads: the picture has them all. */
const MOST_LISTED = 100;

export function LedgerView({ report, flow, direction }: LedgerViewProps) {
  const [chosen, setChosen] = useState<FlowDirection | null>(null);
  const way = chosen ?? direction ?? "server-to-client";
  const book = flow === null ? null : ledger(report, flow, way);
  return (
    <Section
      id="ledger"
      heading={t("ledger.heading")}
      lead={t("ledger.lead", { direction: way })}
      tools={
        <label class="choice">
          <span class="unseen">{t("ledger.direction")}</span>
          <select value={way} onChange={(e) => setChosen(e.currentTarget.value as FlowDirection)}>
            {(["server-to-client", "client-to-server"] as const).map((d) => (
              <option key={d} value={d}>
                {capital(named("way", d))}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {book === null || book.ranges.length === 0 ? (
        <p class="empty">{t("ledger.empty")}</p>
      ) : (
        <>
          <Picture book={book} />
          <p class="legend">
            <span class="key key-pass">{t("ledger.seen")}</span>
            <span class="key key-lost">{t("ledger.missing")}</span>
            <span class="key key-settled">{t("ledger.settled")}</span>
          </p>
          <List book={book} />
        </>
      )}
    </Section>
  );
}

const ROW = 30;
const HEAD = 26;

function Picture({ book }: { book: Ledger }) {
  const [ref, width] = useWidth(1000);
  const left = width < 600 ? 104 : 150;
  const scale = Math.max(0.0001, (width - left - 12) / book.end);
  const x = (sequence: number) => left + Math.max(0, sequence) * scale;
  const height = HEAD + ROW * book.points.length + 6;
  const most = Math.floor((left - 12) / 7);
  return (
    <div ref={ref}>
      <svg
        class="ledger-picture"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={t("ledger.picture")}
      >
        {marks(book, x).map((n) => (
          <g key={n} class="tick">
            <line x1={x(n)} x2={x(n)} y1={HEAD - 6} y2={height} />
            <text x={x(n)} y={14} text-anchor={n === book.end ? "end" : "middle"}>
              {n}
            </text>
          </g>
        ))}
        {book.points.map((p, i) => (
          <g key={p.id} transform={`translate(0 ${HEAD + i * ROW})`}>
            <text class="point-name" x={0} y={19}>
              <title>{p.name}</title>
              {p.name.length <= most ? p.name : `${p.name.slice(0, most - 1)}…`}
            </text>
            <rect class="settled" x={x(0)} y={4} width={Math.max(0, x(book.end) - x(0))} height={ROW - 8} rx={3} />
            {book.ranges.map((r) => (
              <rect
                key={`${r.from} ${r.to}`}
                class={stateAt(r, i)}
                x={x(r.from) + 0.5}
                y={4}
                width={Math.max(1.5, (r.to - r.from) * scale - 1)}
                height={ROW - 8}
                rx={2}
              />
            ))}
            {book.ranges.map(
              (r) =>
                r.lost !== null &&
                !r.seen[i] &&
                (r.to - r.from) * scale > 14 && (
                  <path
                    key={`${r.from} ${r.to}`}
                    class="ledger-cross"
                    d={`m${x((r.from + r.to) / 2) - 4} ${ROW / 2 - 4} 8 8m0-8-8 8`}
                  />
                ),
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

function stateAt(r: LedgerRange, point: number): string {
  if (r.seen[point]) return r.lost !== null && r.last === point ? "seen seen-last" : "seen";
  return r.lost === null ? "not-seen" : "missing";
}

/** Ends of ranges whose numbers do not meet. */
function marks(book: Ledger, x: (sequence: number) => number): number[] {
  const out: number[] = [];
  for (const n of [0, ...book.ranges.map((r) => r.to), book.end].sort((a, b) => a - b)) {
    const before = out.at(-1);
    if (before === undefined || x(n) - x(before) > 54) out.push(n);
  }
  return out;
}

function List({ book }: { book: Ledger }) {
  return (
    <details class="numbers" open={book.ranges.length <= 8}>
      <summary>{t("ledger.table")}</summary>
      <table class="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t("ledger.range")}</th>
            <th scope="col" class="number">
              {t("ledger.size")}
            </th>
            <th scope="col">{t("ledger.last")}</th>
            <th scope="col">{t("ledger.fate")}</th>
          </tr>
        </thead>
        <tbody>
          {book.ranges.slice(0, MOST_LISTED).map((r) => (
            <tr key={`${r.from} ${r.to}`} class={r.lost === null ? "" : "row-lost"}>
              <th scope="row" class="mono">
                {r.from}–{r.to}
              </th>
              <td class="number" data-label={t("ledger.size")}>
                {r.size}
              </td>
              <td>
                <bdi>{r.last === null ? "–" : book.points[r.last].name}</bdi>
              </td>
              <td>{fateText(book, r)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function fateText(book: Ledger, r: LedgerRange): string {
  if (r.lost === null) return `✓ ${t("ledger.delivered")}`;
  const { missingAt } = r.lost;
  if (missingAt === null) return `✕ ${t("ledger.vanished-beyond")}`;
  return `✕ ${t("ledger.vanished", { point: book.points.find((p) => p.id === missingAt)?.name ?? missingAt })}`;
}
