import type { ReportFinding } from "../../src/report/contract.js";
import { Section } from "../parts/section.js";
import { named, t, tell } from "../speak.js";

export function RuledOut({ finding }: { finding: ReportFinding | null }) {
  const rivals = finding?.ruledOut ?? [];
  return (
    <Section id="ruled-out" heading={t("ruled-out.heading")} lead={rivals.length > 0 ? t("ruled-out.lead") : undefined}>
      {rivals.length === 0 ? (
        <p class="empty">{t("ruled-out.none")}</p>
      ) : (
        <dl class="rivals">
          {rivals.map((r) => (
            <div key={`${r.code} ${r.phrase.key}`}>
              <dt>{named("title", r.code)}</dt>
              <dd>{tell(r.phrase, r.because)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}
