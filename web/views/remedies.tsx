import type { ReportFinding, ReportRemedy } from "../../src/report/contract.js";
import { CopyButton } from "../parts/copy-button.js";
import { Section } from "../parts/section.js";
import { t, tell } from "../speak.js";

const PARTS = ["scope", "needs", "nextWall", "verify", "rollback"] as const;

export function Remedies({ finding }: { finding: ReportFinding | null }) {
  const remedies = finding?.remedies ?? [];
  return (
    <Section id="remedies" heading={t("remedies.heading")} lead={remedies.length > 0 ? t("remedies.lead") : undefined}>
      {remedies.length === 0 ? (
        <p class="empty">{t("remedies.none")}</p>
      ) : (
        <ol class="remedies">
          {remedies.map((r, i) => (
            <li key={r.id}>
              <Remedy remedy={r} number={i + 1} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Remedy({ remedy, number }: { remedy: ReportRemedy; number: number }) {
  const { phrases, commands } = remedy;
  return (
    <article class="remedy">
      <header>
        <span class="remedy-number" aria-hidden="true">
          {number}
        </span>
        <h3>{tell(phrases.title, remedy.title)}</h3>
        <span class={remedy.sufficient ? "badge badge-good" : "badge badge-warning"}>
          {remedy.sufficient ? `✓ ${t("remedies.sufficient")}` : `! ${t("remedies.insufficient")}`}
        </span>
      </header>
      {commands.length > 0 && (
        <div class="commands">
          <pre tabIndex={0} role="group" aria-label={t("remedies.commands", { number })}>
            <code>
              {commands.map((c) => (
                <span key={c} class={c.startsWith("#") ? "comment" : "command"}>
                  {c}
                  {"\n"}
                </span>
              ))}
            </code>
          </pre>
          <CopyButton text={`${commands.join("\n")}\n`} what={t("remedies.commands", { number })} />
        </div>
      )}
      <dl class="remedy-parts">
        {PARTS.filter((part) => remedy[part] !== null).map((part) => (
          <div key={part} class={`part-${part}`}>
            <dt>{t(`remedies.${part}`)}</dt>
            <dd>{tell(phrases[part], remedy[part])}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
