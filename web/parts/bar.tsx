import { type Language, language, t } from "../speak.js";
import { report, startOver, type Theme, theme } from "../state.js";

/** The head of the page: its name, and what changes how it looks. */
export function Bar() {
  return (
    <header class="bar">
      <div class="bar-name">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect width="32" height="32" rx="7" class="mark-ground" />
          <path d="M5 20c3-9 8-9 10 0" class="mark-hop" />
          <path d="m19 14 8 8m0-8-8 8" class="mark-stop" />
        </svg>
        <span>Hopscope</span>
      </div>
      <div class="bar-tools">
        {report.value !== null && (
          <>
            <button type="button" class="quiet" onClick={startOver}>
              {t("page.another")}
            </button>
            <button type="button" class="quiet wide-only" onClick={() => window.print()}>
              {t("page.print")}
            </button>
          </>
        )}
        <Choice
          label={t("page.theme")}
          value={theme.value}
          options={[
            ["auto", t("page.theme-auto")],
            ["light", t("page.theme-light")],
            ["dark", t("page.theme-dark")],
          ]}
          onChoose={(value) => {
            theme.value = value as Theme;
          }}
        />
        <Choice
          label={t("page.language")}
          value={language.value}
          options={[
            ["en", "English", "en"],
            ["zh-CN", "简体中文", "zh-CN"],
          ]}
          onChoose={(value) => {
            language.value = value as Language;
          }}
        />
      </div>
    </header>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string, lang?: string])[];
  onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      <span class="unseen">{label}</span>
      <select value={value} onChange={(e) => onChoose(e.currentTarget.value)}>
        {options.map(([v, text, lang]) => (
          <option key={v} value={v} lang={lang}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
