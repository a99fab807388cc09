// Takes the pictures of docs/: every view of the page, from the captures of the founding incident.
//
//     npm run build && node scripts/screenshots.mjs [FOLDER]

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = process.argv[2] ?? join(ROOT, "docs", "pictures");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
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
];

/** Whole windows: what somebody sees first, in each look. */
const WINDOWS = [
  { name: "report", round: "v1", width: 1440, height: 900, theme: "light", locale: "en-US" },
  { name: "report-dark-zh-CN", round: "v1", width: 1440, height: 900, theme: "dark", locale: "zh-CN" },
  { name: "report-1024", round: "v2", width: 1024, height: 768, theme: "light", locale: "zh-CN" },
  { name: "report-390", round: "v2", width: 390, height: 844, theme: "dark", locale: "en-US" },
  { name: "start", round: null, width: 1440, height: 900, theme: "light", locale: "en-US" },
  { name: "start-390-zh-CN", round: null, width: 390, height: 844, theme: "light", locale: "zh-CN" },
];

const scratch = mkdtempSync(join(tmpdir(), "hopscope-pictures-"));

function reportOf(round) {
  const captures = join(ROOT, "fixtures", "incident", round);
  const files = readdirSync(captures).map((name) => join(captures, name));
  const html = join(scratch, `${round}.html`);
  const { status, stderr } = spawnSync(process.execPath, [
    join(ROOT, "bin/hopscope"),
    "analyze",
    ...files,
    "--html",
    html,
  ]);
  if (status !== 1) throw new Error(`hopscope analyze ended with ${status}: ${stderr}`);
  return pathToFileURL(html).href;
}

async function open(browser, url, { width, height, theme, locale }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("h1").first().waitFor();
  // Views are drawn one after the other, and take their width from what is laid out.
  await page.waitForTimeout(700);
  return page;
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
try {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const reports = { v1: reportOf("v1"), v2: reportOf("v2") };
  const start = pathToFileURL(join(ROOT, "dist", "web", "index.html")).href;
  for (const look of WINDOWS) {
    const page = await open(browser, look.round === null ? start : reports[look.round], look);
    await page.screenshot({ path: join(FOLDER, `${look.name}.png`) });
    await page.context().close();
  }
  // High enough that no view scrolls under the bar.
  const page = await open(browser, reports.v1, { ...WINDOWS[0], height: 2600 });
  await page.getByRole("grid", { name: "Ladder" }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  await page.evaluate(() => document.activeElement.blur());
  for (const view of VIEWS) await page.locator(`#${view}`).screenshot({ path: join(FOLDER, `view-${view}.png`) });
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
