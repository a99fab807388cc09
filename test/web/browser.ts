/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Debian's chromium, as scripts/system-tools.mjs installs it. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
}

export interface Look {
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  locale?: "en-US" | "zh-CN";
}

/** A page that keeps what goes wrong in it: `complaints` must stay empty. Its long tasks and progress are counted from the start. */
export async function openPage(browser: Browser, url: string, look: Look = {}) {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.theme ?? "light",
    locale: look.locale ?? "en-US",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") complaints.push(m.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url()) && !request.url().startsWith("http://127.0.0.1:"))
      complaints.push(`asked for ${request.url()}`);
  });
  await page.addInitScript(() => {
    const kept = { longest: 0, progress: [] as number[], pwned: 0 };
    Object.assign(window, { kept });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kept.longest = Math.max(kept.longest, entry.duration);
    }).observe({ entryTypes: ["longtask"] });
    new MutationObserver(() => {
      const now = document.querySelector('[role="progressbar"]')?.getAttribute("aria-valuenow");
      if (now != null && Number(now) !== kept.progress.at(-1)) kept.progress.push(Number(now));
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(url);
  // It is drawn in a task of its own, after it has loaded.
  await page.locator("#page > *").first().waitFor({ state: "attached" });
  return { page, complaints, close: () => context.close() };
}

export interface Kept {
  /** Milliseconds of the longest task on the page's thread. */
  longest: number;
  /** Values the progress bar had. */
  progress: number[];
}

export function kept(page: Page): Promise<Kept> {
  return page.evaluate(() => (window as unknown as { kept: Kept }).kept);
}

/** Drops files from the disk on the page, as a hand would. */
export async function drop(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong with the page as it is now, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary}`));
  });
}
