import { describe, expect, it } from "vitest";
import { padEnd, padStart, widthOf } from "../../src/report/text/width.js";
import { wrap } from "../../src/report/text/wrap.js";

describe("width", () => {
  it.each([
    ["MTU 1450", 8],
    ["抓包点", 6],
    ["（MTU）", 7],
    ["e\u0301", 1],
    ["│ ● ╳ →", 7],
    ["", 0],
  ])("of %j is %d columns", (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it("pads to columns, not to characters", () => {
    expect(padEnd("路径", 6)).toBe("路径  ");
    expect(padStart("路径", 6)).toBe("  路径");
    expect(padEnd("longer", 3)).toBe("longer");
  });
});

describe("wrap", () => {
  it("breaks at spaces", () => {
    expect(wrap("packets of 1500 bytes vanish", 12)).toEqual(["packets of", "1500 bytes", "vanish"]);
  });

  it("keeps a word that is longer than a line whole", () => {
    expect(wrap("see /etc/docker/daemon.json now", 10)).toEqual(["see", "/etc/docker/daemon.json", "now"]);
  });

  it("breaks between Chinese characters, but not before punctuation that closes", () => {
    expect(wrap("数据包丢失，没有通知", 10)).toEqual(["数据包丢", "失，没有通", "知"]);
  });

  it("does not end a line with punctuation that opens", () => {
    expect(wrap("下降（帧）", 6)).toEqual(["下降", "（帧）"]);
  });

  it("keeps words of Latin letters whole in Chinese text", () => {
    expect(wrap("在hypervisor之间", 12)).toEqual(["在hypervisor", "之间"]);
  });

  it("gives one empty line for nothing", () => {
    expect(wrap("", 10)).toEqual([""]);
  });
});
