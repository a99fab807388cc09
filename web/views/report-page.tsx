import { useEffect, useState } from "preact/hooks";
import type { Report } from "../../src/report/contract.js";
import type { Unread } from "../analysis/protocol.js";
import { pathModel } from "../model/path.js";
import { t } from "../speak.js";
import { finding, findings, flow } from "../state.js";
import { Captures } from "./captures.js";
import { Evidence } from "./evidence.js";
import { UnreadList } from "./failed.js";
import { Flows } from "./flows.js";
import { LadderView } from "./ladder.js";
import { LedgerView } from "./ledger.js";
import { PathView } from "./path.js";
import { Remedies } from "./remedies.js";
import { RuledOut } from "./ruled-out.js";
import { Staircase } from "./staircase.js";
import { Verdict } from "./verdict.js";

const VIEWS = [
  "verdict",
  "path",
  "remedies",
  "stairs",
  "ladder",
  "ledger",
  "evidence",
  "ruled-out",
  "flows",
  "captures",
] as const;

/** The views, one under another, so that a report is read, searched and printed as one. */
export function ReportPage({ report, unread }: { report: Report; unread: Unread[] }) {
  const about = finding.value;
  const shown = flow.value;
  const path = shown === null ? null : pathModel(report, shown, about?.flows.includes(shown.id) ? about : null);
  const scope = { points: report.vantagePoints.length, flows: report.flows.length, findings: findings.value.length };
  return (
    <div class="frame">
      <Contents />
      <main id="main">
        <p class="scope">{t("page.scope", scope)}</p>
        <UnreadList unread={unread} />
        <Verdict report={report} finding={about} />
        <PathView path={path} flow={shown} />
        <Remedies finding={about} />
        <Staircase path={path} finding={about} />
        <LadderView report={report} flow={shown} />
        <LedgerView report={report} flow={shown} direction={about?.direction ?? null} />
        <Evidence report={report} finding={about} />
        <RuledOut finding={about} />
        <Flows report={report} chosen={shown} />
        <Captures report={report} />
        <p class="made-by">{t("page.made-by")}</p>
      </main>
    </div>
  );
}

function Contents() {
  const current = useCurrentView();
  return (
    <nav class="contents" aria-label={t("page.contents")}>
      <ol>
        {VIEWS.map((id) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? "true" : undefined}>
              {t(`${id}.heading`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The view that stands at the top of the window. */
function useCurrentView(): string {
  const [current, setCurrent] = useState<string>(VIEWS[0]);
  useEffect(() => {
    const visible = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) visible.add(target.id);
          else visible.delete(target.id);
        }
        const top = VIEWS.find((id) => visible.has(id));
        if (top !== undefined) setCurrent(top);
      },
      { rootMargin: "-80px 0px -45% 0px" },
    );
    for (const id of VIEWS) {
      const section = document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}
