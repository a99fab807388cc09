import { useEffect, useState } from "preact/hooks";
import { capturesOnServer, type ServerCapture } from "../analysis/on-server.js";
import { bytes, t } from "../speak.js";
import { openOnServer } from "../state.js";

/** Captures that lie on the server's disk: too large to move, analysed there. */
export function ServerCaptures({ directory }: { directory: string }) {
  const [captures, setCaptures] = useState<ServerCapture[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    capturesOnServer().then(setCaptures, (error) => setFailure(String(error)));
  }, []);
  const toggle = (path: string) => {
    const next = new Set(chosen);
    if (!next.delete(path)) next.add(path);
    setChosen(next);
  };
  return (
    <section class="server" aria-labelledby="server-heading">
      <h2 id="server-heading">{t("drop.server")}</h2>
      {failure !== null && <p class="trouble">{t("drop.server-failed", { why: failure })}</p>}
      {captures !== null && captures.length === 0 && <p class="lead">{t("drop.server-empty", { directory })}</p>}
      {captures !== null && captures.length > 0 && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            openOnServer([...chosen]);
          }}
        >
          <p class="lead">{t("drop.server-lead", { directory })}</p>
          <ul class="server-list">
            {captures.map(({ path, size }) => (
              <li key={path}>
                <label>
                  <input type="checkbox" checked={chosen.has(path)} onChange={() => toggle(path)} />
                  <bdi>{path}</bdi>
                  <span class="size">{bytes(size)}</span>
                </label>
              </li>
            ))}
          </ul>
          <button type="submit" class="primary" disabled={chosen.size === 0}>
            {chosen.size === 0 ? t("drop.server-none") : t("drop.server-analyze", { count: chosen.size })}
          </button>
        </form>
      )}
    </section>
  );
}
