import type { Unread } from "../analysis/protocol.js";
import { t } from "../speak.js";
import { startOver } from "../state.js";

export function Failed({ what, next, unread }: { what: string | null; next: string | null; unread: Unread[] }) {
  return (
    <main id="main" class="working">
      <h1>{t("work.failed")}</h1>
      <div role="alert">
        {what !== null && <p>{unread.length === 0 && next === null ? t("work.bug", { why: what }) : what}</p>}
        {next !== null && <code>{next}</code>}
        <UnreadList unread={unread} />
        {what === null && <p>{t("work.failed-next")}</p>}
      </div>
      <button type="button" class="primary" onClick={startOver}>
        {t("page.another")}
      </button>
    </main>
  );
}

export function UnreadList({ unread }: { unread: Unread[] }) {
  if (unread.length === 0) return null;
  return (
    <ul class="unread">
      {unread.map(({ file, why, what }) => (
        <li key={file}>
          <strong>{t("work.unread")}</strong> <bdi>{file}</bdi>: {t(`work.why-${why}`, { what })}
        </li>
      ))}
    </ul>
  );
}
