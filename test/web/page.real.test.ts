/// <reference lib="dom" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import { reportOf } from "../../src/probe/report.js";
import type { Report } from "../../src/report/contract.js";
import { htmlReport } from "../../src/report/html.js";
import { listen } from "../../src/serve/listen.js";
import { hanging, LIMIT, place, working } from "../probe/facts.js";
import { hopscope, ROOT } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";
import { writeBigCapture } from "./big-capture.js";
import { drop, kept, type Look, launch, openPage, violations } from "./browser.js";
import { hostileCapture, MARKUP } from "./hostile-capture.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-web-"));
const BUILT = join(ROOT, "dist/web/index.html");
const START = pathToFileURL(BUILT).href;
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const verdict = (page: Page) => page.locator("#verdict-heading");
/** The last view is there. */
const whole = (page: Page) => page.locator("#captures").waitFor();

interface Measured {
  /** Milliseconds of the longest task on the page's thread. */
  longest: number;
  /** Milliseconds of it all, where that has a bound. */
  took?: number;
}

const FREEZE = 100;

/** Measures up to eight times, until all is within its bounds at once: other work on the machine only ever adds to a time. */
async function expectOnce(bounds: { took?: number }, measure: () => Promise<Measured>): Promise<void> {
  const within = ({ longest, took = 0 }: Measured) =>
    longest < FREEZE && took < (bounds.took ?? Number.POSITIVE_INFINITY);
  const all = [await measure()];
  while (all.length < 8 && !all.some(within)) all.push(await measure());
  expect(all.some(within), `${JSON.stringify(all)} against ${JSON.stringify({ longest: FREEZE, ...bounds })}`).toBe(
    true,
  );
}

async function reportPage(round: "v1" | "v2"): Promise<string> {
  const file = join(folder, `${round}.html`);
  const { status, stderr } = await hopscope(["analyze", ...incidentCaptures(round), "--html", file]);
  expect(status, stderr).toBe(1);
  return pathToFileURL(file).href;
}

describe("captures dropped on the page", () => {
  it.each([
    ["v1", "between border-nic and hypervisor-nic", "1550"],
    ["v2", "between hypervisor-vxlan and vm-port", "1500"],
  ] as const)("tell the founding incident, round %s, within a second", async (round, place, total) => {
    await expectOnce({ took: 1000 }, async () => {
      const { page, complaints, close } = await openPage(browser, START);
      const start = performance.now();
      await drop(page, incidentCaptures(round));
      await verdict(page).waitFor();
      const took = performance.now() - start;
      expect(await verdict(page).textContent()).toContain(place);
      expect(await page.locator(".term-total .term-value").textContent()).toBe(total);
      await whole(page);
      expect(complaints).toEqual([]);
      const { longest } = await kept(page);
      await close();
      return { longest, took };
    });
  });

  it("may be compressed, and are told apart from what is no capture", async () => {
    const zipped = join(folder, "vm.pcap.gz");
    writeFileSync(zipped, gzipSync(readFileSync(incidentCaptures("v1")[5])));
    const text = join(folder, "notes.pcap");
    writeFileSync(text, "no capture at all, but long enough to look at\n");
    const { page, close } = await openPage(browser, START);
    await drop(page, [zipped, text]);
    await verdict(page).waitFor();
    expect(await page.locator("#captures tbody th").first().textContent()).toContain("vm");
    expect(await page.locator(".unread").textContent()).toContain("notes.pcap: it is no capture");
    await drop(page, [text]);
    await page.getByRole("heading", { name: "No capture could be read" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it("give the same report as the command line", async () => {
    const { page, close } = await openPage(browser, START);
    const file = join(folder, "saved.json");
    const report = await analyzeFiles(incidentCaptures("v1"));
    writeFileSync(file, JSON.stringify(report));
    const seen = async () => {
      await whole(page);
      return (await page.locator("main").innerText()).replaceAll(/\s+/g, " ");
    };
    await drop(page, incidentCaptures("v1"));
    await verdict(page).waitFor();
    const dropped = await seen();
    await page.getByRole("button", { name: "Open captures" }).click();
    await drop(page, [file]);
    await verdict(page).waitFor();
    expect(await seen()).toBe(dropped);
    await close();
  });

  it("do not freeze the page when they are large: 200 MB of headers", async () => {
    const file = join(folder, "big.pcap");
    const frames = writeBigCapture(file, 200e6);
    await expectOnce({ took: 5000 }, async () => {
      const { page, complaints, close } = await openPage(browser, START);
      const start = performance.now();
      await drop(page, [file]);
      await verdict(page).waitFor({ timeout: 60_000 });
      const took = performance.now() - start;
      await whole(page);
      const { longest, progress } = await kept(page);
      process.stderr.write(
        `200 MB, ${frames} frames: ${(took / 1000).toFixed(2)} s, ${progress.length} steps of progress, longest task ${longest.toFixed(0)} ms\n`,
      );
      expect(await page.locator("#captures td.number").first().textContent()).toBe(frames.toLocaleString("en-US"));
      expect(progress.length).toBeGreaterThan(8);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(complaints).toEqual([]);
      await close();
      return { longest, took };
    });
    rmSync(file);
  });

  it("can be cancelled", async () => {
    const file = join(folder, "cancelled.pcap");
    writeBigCapture(file, 100e6);
    const { page, close } = await openPage(browser, START);
    await drop(page, [file]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("heading", { name: "Drop captures here" }).waitFor();
    await close();
  });
});

describe("hopscope serve", () => {
  it("analyses captures that lie on its disk, and those that are dropped without sending them", async () => {
    const { url, close: end } = await listen(readFileSync(BUILT, "utf8"), join(ROOT, "fixtures"), 0);
    const { page, complaints, close } = await openPage(browser, url);
    const sent: number[] = [];
    page.on("request", (r) => {
      if (r.method() === "POST") sent.push(r.postData()?.length ?? 0);
    });
    const v2 = page.locator(".server-list label", { hasText: "v2/" });
    await v2.first().waitFor();
    expect(await violations(page)).toEqual([]);
    for (const label of await v2.all()) await label.click();
    await page.getByRole("button", { name: "Analyse 7 captures" }).click();
    await verdict(page).waitFor();
    expect(await verdict(page).textContent()).toContain("between hypervisor-vxlan and vm-port");
    expect(sent).toHaveLength(1);
    await drop(page, incidentCaptures("v1"));
    await page.getByText("between border-nic and hypervisor-nic").first().waitFor();
    expect(sent).toHaveLength(1);
    expect(complaints).toEqual([]);
    await close();
    await end();
  });
});

describe("strings from captures", () => {
  it("cannot become markup, dropped or embedded", async () => {
    const file = join(folder, "hostile.pcapng");
    writeFileSync(file, hostileCapture());
    const embedded = join(folder, "hostile.html");
    const report = await analyzeFiles([`${MARKUP.name}=${file}`]);
    expect(report.flows[0].sni).toBe(MARKUP.sni);
    writeFileSync(embedded, htmlReport(readFileSync(BUILT, "utf8"), report));
    for (const url of [START, pathToFileURL(embedded).href]) {
      const { page, complaints, close } = await openPage(browser, url);
      if (url === START) await drop(page, [file]);
      await verdict(page).waitFor();
      expect(await page.locator("#path").innerText()).toContain(MARKUP.sni);
      expect(await page.locator("#captures").innerText()).toContain(MARKUP.interface.slice(0, 20));
      expect(await page.locator("main img, main script, main iframe, body > img").count()).toBe(0);
      expect(await page.evaluate(() => (window as unknown as { pwned?: unknown }).pwned)).toBeUndefined();
      expect(complaints).toEqual([]);
      await close();
    }
  });

  it("run nothing even if they were markup: the policy forbids it", async () => {
    const { page, complaints, close } = await openPage(browser, START);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.pwned = 1";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.pwned = 2">');
    });
    await page.waitForTimeout(100);
    expect(await page.evaluate(() => (window as unknown as { pwned?: unknown }).pwned)).toBeUndefined();
    expect(complaints.join("\n")).toContain("Content Security Policy");
    await close();
  });
});

describe("the report in one file", () => {
  it("is small and asks nobody for anything", async () => {
    const url = await reportPage("v1");
    // 400 kB is the promise; what grows past this had better be looked at before it is broken.
    expect(readFileSync(BUILT).length).toBeLessThan(350_000);
    const { page, complaints, close } = await openPage(browser, url);
    await verdict(page).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  const looks: Look[] = [
    { width: 1440, theme: "light", locale: "en-US" },
    { width: 1440, theme: "dark", locale: "zh-CN" },
    { width: 1024, theme: "dark", locale: "en-US" },
    { width: 390, height: 844, theme: "light", locale: "zh-CN" },
    { width: 390, height: 844, theme: "dark", locale: "en-US" },
  ];
  it.each(looks)("has no fault that axe-core knows, and fits, at $width in $theme and $locale", async (look) => {
    for (const url of [START, await reportPage("v1"), await reportPage("v2")]) {
      const { page, close } = await openPage(browser, url, look);
      await page.locator("h1").first().waitFor();
      if (url !== START) await whole(page);
      for (const details of await page.locator("details").all()) {
        if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
      }
      expect(await violations(page)).toEqual([]);
      const [width, scrolled] = await page.evaluate(() => [
        document.documentElement.clientWidth,
        document.documentElement.scrollWidth,
      ]);
      expect(scrolled).toBeLessThanOrEqual(width);
      await close();
    }
  });

  it("draws what a probe measured", async () => {
    const container = place({ ordinary: { ...hanging, outOfOrder: 1 }, towardsUs: LIMIT }, "container");
    const vm = place({ ordinary: { ...working, offered: 1450, largest: 1450 } }, "vm");
    const file = join(folder, "probe.html");
    writeFileSync(file, htmlReport(readFileSync(BUILT, "utf8"), reportOf([container, vm])));
    for (const look of [looks[0], looks[3], looks[4]]) {
      const { page, complaints, close } = await openPage(browser, pathToFileURL(file).href, look);
      await page.locator("#measured").waitFor();
      expect(await page.locator(".measurement h3").allInnerTexts()).toHaveLength(2);
      expect(await page.locator("#measured").innerText()).toContain("✓ 1454 | ✕ 1455");
      expect(await page.locator("#remedies").innerText()).toContain("1450");
      expect(await violations(page)).toEqual([]);
      const [width, scrolled] = await page.evaluate(() => [
        document.documentElement.clientWidth,
        document.documentElement.scrollWidth,
      ]);
      expect(scrolled).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      await close();
    }
  });

  it("switches language and theme", async () => {
    const { page, close } = await openPage(browser, await reportPage("v1"));
    await whole(page);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await page.getByLabel("Language").selectOption("zh-CN");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
    expect(await verdict(page).textContent()).toContain("从服务器到客户端");
    const text = await page.locator("main").innerText();
    for (const english of ["Affects", "Announced by", "lost 6 times", "to the client", "smaller packets"])
      expect(text).not.toContain(english);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel("主题").selectOption("dark");
    expect(await ground()).not.toBe(light);
    await page.getByLabel("语言").selectOption("en");
    expect(await verdict(page).textContent()).toContain("from the server to the client");
    await close();
  });

  it("can be used with the keyboard alone", async () => {
    const { page, close } = await openPage(browser, await reportPage("v1"));
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.keyboard.press("Enter");
    const ladder = page.getByRole("grid", { name: "Ladder" });
    await ladder.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    expect(await ladder.getAttribute("aria-activedescendant")).toBe("ladder-rows-row-2");
    expect(await page.locator(".detail").innerText()).toContain("lost between border-nic and hypervisor-nic");
    const size = page.getByLabel("What would a packet of this size meet?");
    await size.focus();
    for (let i = 0; i < 50; i++) await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".answer").innerText()).toContain("1450 bytes");
    const flows = page.getByRole("grid", { name: "Flows" });
    await flows.focus();
    await page.keyboard.press("End");
    expect(await page.locator(".flow-name strong").innerText()).toBe("f3");
    await close();
  });

  it("copies commands", async () => {
    const { page, close } = await openPage(browser, await reportPage("v1"));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".commands .copy").nth(3).click();
    await page.locator(".commands .copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("--clamp-mss-to-pmtu");
    await close();
  });

  it("sorts, filters and compares flows", async () => {
    const { page, close } = await openPage(browser, await reportPage("v1"));
    const ids = () => page.locator("#flows .vrow .cell-id b").allInnerTexts();
    await page.getByRole("button", { name: "Sort by Bytes back" }).click();
    expect(await ids()).toEqual(["f3", "f1", "f2"]);
    await page.getByRole("searchbox").fill("8080");
    expect(await ids()).toEqual(["f3"]);
    await page.getByRole("searchbox").fill("");
    await page.getByLabel("Only failed").check();
    expect(await ids()).toEqual(["f1"]);
    const differing = await page.locator(".compare .differs th").allInnerTexts();
    expect(differing.join(" ")).toContain("MSS of the client");
    expect(differing.join(" ")).not.toContain("MSS of the server");
    await close();
  });

  it("prints every view on paper", async () => {
    const { page, close } = await openPage(browser, await reportPage("v1"), { theme: "dark" });
    await whole(page);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.length).toBeGreaterThan(20_000);
    await close();
  });

  it("scrolls thousands of rows smoothly", async () => {
    const report = await analyzeFiles(incidentCaptures("v1"));
    const file = join(folder, "many.html");
    writeFileSync(file, htmlReport(readFileSync(BUILT, "utf8"), many(report)));
    const { page, close } = await openPage(browser, pathToFileURL(file).href);
    await whole(page);
    await page.getByLabel("All flows with findings").check();
    expect(await page.locator("#ladder .count").innerText()).toBe("4000 rows");
    const grid = page.getByRole("grid", { name: "Ladder" });
    await grid.scrollIntoViewIfNeeded();
    // Long tasks are told of when they are over.
    await page.waitForTimeout(500);
    await expectOnce({}, async () => {
      await page.evaluate(() => {
        (window as unknown as { kept: { longest: number } }).kept.longest = 0;
      });
      await grid.evaluate(async (el) => {
        el.scrollTop = 0;
        for (let i = 0; i < 100; i++) {
          el.scrollTop += 1200;
          await new Promise(requestAnimationFrame);
        }
      });
      return { longest: (await kept(page)).longest };
    });
    expect(await grid.locator(".vrow").count()).toBeLessThan(60);
    await close();
  });
});

/** The same report with four thousand journeys and two thousand flows. */
function many(report: Report): Report {
  const [journey] = report.journeys.filter((j) => j.lost !== null);
  const journeys = Array.from({ length: 4000 }, (_, i) => ({
    ...journey,
    // A report holds at most four hundred of each direction of a flow.
    flow: `f${1 + Math.floor(i / 400)}`,
    sequence: { from: i * 1448, to: (i + 1) * 1448 },
    at: journey.at.filter((a) => !a.repeat),
  }));
  const flows = Array.from({ length: 2000 }, (_, i) => ({ ...report.flows[i % 3], id: `f${i + 1}` }));
  return { ...report, journeys, flows };
}
