import { useEffect } from "preact/hooks";
import { Bar } from "./parts/bar.js";
import { DropAnywhere } from "./parts/drop.js";
import { t } from "./speak.js";
import { stage } from "./state.js";
import { Failed } from "./views/failed.js";
import { ReportPage } from "./views/report-page.js";
import { Start } from "./views/start.js";
import { Working } from "./views/working.js";

export function App() {
  const now = stage.value;
  const { at } = now;
  const title = at === "report" ? t("verdict.heading") : t("page.tagline");
  useEffect(() => {
    document.title = `Hopscope · ${title}`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#main">
        {t("page.skip")}
      </a>
      <Bar />
      <DropAnywhere />
      {now.at === "start" && <Start />}
      {now.at === "working" && <Working progress={now.progress} />}
      {now.at === "failed" && <Failed what={now.what} next={now.next} unread={now.unread} />}
      {now.at === "report" && <ReportPage report={now.report} unread={now.unread} />}
    </>
  );
}
