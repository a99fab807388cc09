import { describe, expect, it } from "vitest";
import { languageOf, startProgress, wantsColour, widthOf } from "../../src/node/terminal.js";

describe("wantsColour", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { TERM: "dumb" }, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
  ])("terminal %s, %j: %s", (isTTY, env, wanted) => {
    expect(wantsColour({ isTTY }, env)).toBe(wanted);
  });
});

describe("widthOf", () => {
  it("asks the terminal, then COLUMNS, then takes 80", () => {
    expect(widthOf({ columns: 132 }, { COLUMNS: "60" })).toBe(132);
    expect(widthOf({}, { COLUMNS: "60" })).toBe(60);
    expect(widthOf({}, { COLUMNS: "wide" })).toBe(80);
  });
});

describe("languageOf", () => {
  it.each([
    [{}, "en"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
    [{ LANG: "zh" }, "zh-CN"],
    [{ LANG: "zh-Hans-CN" }, "zh-CN"],
    [{ LANG: "zh_TW.UTF-8" }, "en"],
    [{ LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en"],
    [{ LANG: "en_US.UTF-8", LC_MESSAGES: "zh_CN.UTF-8" }, "zh-CN"],
    [{ LANG: "zh_CN.UTF-8", LC_ALL: "" }, "zh-CN"],
  ])("%j: %s", (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});

describe("startProgress", () => {
  function terminal(isTTY: boolean) {
    const written: string[] = [];
    return { written, output: { isTTY, columns: 20, write: (text: string) => written.push(text) } };
  }

  it("shows nothing for work that is done at once", () => {
    const { written, output } = terminal(true);
    const progress = startProgress(output, () => 0);
    progress.show("10 %");
    progress.end();
    expect(written).toEqual([]);
  });

  it("replaces one line, no wider than the terminal, and takes it away", () => {
    const { written, output } = terminal(true);
    let time = 0;
    const progress = startProgress(output, () => time);
    time = 100;
    progress.show("reading container.pcap: 10 %");
    progress.show("too soon");
    time = 200;
    progress.show("20 %");
    progress.end();
    expect(written).toEqual(["\rreading container.p\x1b[K", "\r20 %\x1b[K", "\r\x1b[K"]);
  });

  it("is silent where stderr is no terminal", () => {
    const { written, output } = terminal(false);
    let time = 0;
    const progress = startProgress(output, () => time);
    time = 1000;
    progress.show("10 %");
    progress.end();
    expect(written).toEqual([]);
  });
});
