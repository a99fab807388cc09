import type { Progress } from "../analysis/protocol.js";
import { bytes, t } from "../speak.js";
import { startOver } from "../state.js";

export function Working({ progress }: { progress: Progress | null }) {
  const share = progress === null || progress.total === 0 ? 0 : progress.bytes / progress.total;
  return (
    <main id="main" class="working">
      <h1>{progress?.judging ? t("work.judging") : t("work.title")}</h1>
      <div
        class="progress"
        role="progressbar"
        aria-label={t("work.title")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div style={{ transform: `scaleX(${share.toFixed(4)})` }} />
      </div>
      {progress !== null && (
        <p class="working-numbers">
          <span>{t("work.progress", { done: bytes(progress.bytes), total: bytes(progress.total) })}</span>
          {progress.frames > 0 && <span>{t("work.frames", { frames: progress.frames.toLocaleString() })}</span>}
          {progress.count > 1 && !progress.judging && (
            <span>{t("work.file", { number: progress.number, count: progress.count, name: progress.file })}</span>
          )}
        </p>
      )}
      <button type="button" onClick={startOver}>
        {t("work.cancel")}
      </button>
    </main>
  );
}
