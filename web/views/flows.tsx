import { useMemo, useState } from "preact/hooks";
import type { Report, ReportFlow } from "../../src/report/contract.js";
import { FLOW_COLUMNS, type FlowColumn, flowCell, hasFailed, matchesFilter, sortFlows } from "../model/flows.js";
import { Section } from "../parts/section.js";
import { VirtualRows } from "../parts/virtual-rows.js";
import { named, number, t, words } from "../speak.js";
import { chooseFlow } from "../state.js";
import { Compare } from "./compare.js";

const ROW_HEIGHT = 38;
const ROWS = 10;

export function Flows({ report, chosen }: { report: Report; chosen: ReportFlow | null }) {
  const [filter, setFilter] = useState("");
  const [failedOnly, setFailedOnly] = useState(false);
  const [sort, setSort] = useState<{ column: FlowColumn; descending: boolean }>({ column: "id", descending: false });
  const said = words.value;
  const shown = useMemo(() => {
    const passing = report.flows.filter(
      (f) => (!failedOnly || hasFailed(report, f)) && matchesFilter(f, filter, said[`outcome.${f.outcome}`] ?? ""),
    );
    return sortFlows(passing, sort.column, sort.descending);
  }, [report, filter, failedOnly, sort, said]);
  const at = chosen === null ? -1 : shown.indexOf(chosen);
  return (
    <Section
      id="flows"
      heading={t("flows.heading")}
      tools={
        <>
          <label class="filter-box">
            <span class="unseen">{t("flows.filter")}</span>
            <input
              type="search"
              value={filter}
              placeholder={t("flows.filter-hint")}
              onInput={(e) => setFilter(e.currentTarget.value)}
            />
          </label>
          <label class="check">
            <input type="checkbox" checked={failedOnly} onChange={(e) => setFailedOnly(e.currentTarget.checked)} />
            {t("flows.failed-only")}
          </label>
          <span class="count" aria-live="polite">
            {t("flows.count", { shown: shown.length, all: report.flows.length })}
          </span>
        </>
      }
    >
      <VirtualRows
        id="flow-rows"
        label={t("flows.heading")}
        count={shown.length}
        columns={FLOW_COLUMNS.length}
        rowHeight={ROW_HEIGHT}
        most={Math.min(ROWS, Math.max(1, shown.length))}
        chosen={at}
        onChoose={(i) => chooseFlow(shown[i].id)}
        head={<Head sort={sort} onSort={setSort} />}
        row={(i) => <Row flow={shown[i]} failed={hasFailed(report, shown[i])} />}
      />
      <Compare report={report} chosen={chosen} />
    </Section>
  );
}

interface Sort {
  column: FlowColumn;
  descending: boolean;
}

function Head({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <div class="vhead flow-row" role="row" aria-rowindex={1}>
      {FLOW_COLUMNS.map((column) => (
        <span
          key={column}
          role="columnheader"
          aria-sort={sort.column !== column ? "none" : sort.descending ? "descending" : "ascending"}
          class={`cell-${column}`}
        >
          <button
            type="button"
            aria-label={t("flows.sorted", { column: t(`flows.${column}`) })}
            onClick={() => onSort({ column, descending: sort.column === column && !sort.descending })}
          >
            {t(`flows.${column}`)}
            <span aria-hidden="true">{sort.column !== column ? "" : sort.descending ? " ↓" : " ↑"}</span>
          </button>
        </span>
      ))}
    </div>
  );
}

function Row({ flow, failed }: { flow: ReportFlow; failed: boolean }) {
  return (
    <div class={failed ? "flow-row flow-failed" : "flow-row"} role="presentation">
      {FLOW_COLUMNS.map((column) => (
        <span key={column} role="gridcell" class={`cell-${column}`}>
          <Cell flow={flow} column={column} failed={failed} />
        </span>
      ))}
    </div>
  );
}

function Cell({ flow, column, failed }: { flow: ReportFlow; column: FlowColumn; failed: boolean }) {
  const value = flowCell(flow, column);
  if (value === null) return <>{t("flows.none")}</>;
  if (column === "outcome")
    return (
      <span class={failed ? "outcome outcome-failed" : "outcome"}>
        {failed ? "✕ " : flow.outcome === "completed" ? "✓ " : ""}
        {named("outcome", flow.outcome)}
      </span>
    );
  if (column === "id")
    return (
      <>
        <b>{flow.id}</b>
        {flow.baseline && <small> {t("flows.baseline")}</small>}
      </>
    );
  return <bdi title={String(value)}>{typeof value === "number" ? number(value) : value}</bdi>;
}
