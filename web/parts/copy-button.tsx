import { useEffect, useState } from "preact/hooks";
import { t } from "../speak.js";

/** Copies `text`. `what` names it for those who do not see what stands beside the button. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      class={copied ? "copy copied" : "copy"}
      aria-label={copied ? t("page.copied") : t("page.copy-what", { what })}
      onClick={() => {
        copy(text).then(setCopied);
      }}
    >
      <span aria-live="polite">{copied ? t("page.copied") : t("page.copy")}</span>
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard where the page is no secure context, such as a file in some browsers.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
