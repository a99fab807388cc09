import { describe, expect, it } from "vitest";
import { CODES } from "../../src/diagnose/codes.js";
import { demo } from "../../src/messages/en/demo.js";
import { explain } from "../../src/messages/en/explain.js";
import { en as findings } from "../../src/messages/en.js";
import { say } from "../../src/messages/say.js";
import { demo as chineseDemo } from "../../src/messages/zh-CN/demo.js";
import { explain as chineseExplain } from "../../src/messages/zh-CN/explain.js";
import { zhCN as chineseFindings } from "../../src/messages/zh-CN.js";
import { keysIn } from "./keys-in-sources.js";

const en = { ...findings, ...explain, ...demo };
const zhCN = { ...chineseFindings, ...chineseExplain, ...chineseDemo };

const places = (text: string) => [...text.matchAll(/\{([^{}]+)\}/g)].map((m) => m[1]);
/** The parameters a text asks for: `size` of `{size}`, `count` of `{count|packet|packets}`, `type` and `code` of `{type/code@icmp}`. */
const paramsOf = (text: string) => [...new Set(places(text).flatMap((p) => p.split(/[|@]/)[0].split("/")))].sort();

const used = keysIn(["src/diagnose", "src/remedy", "src/report", "src/probe"], "phrase");

describe.each(Object.entries({ en, zhCN }))("the words of %s", (_, words: Record<string, string>) => {
  it("cover every key that rules and remedies use", () => {
    expect(used.length).toBeGreaterThan(150);
    expect(used.filter((u) => words[u.key] === undefined).map((u) => `${u.key} (${u.where})`)).toEqual([]);
  });

  it("ask for nothing that a use does not give", () => {
    const missing = used.flatMap(({ key, params, where }) =>
      params === null
        ? []
        : paramsOf(words[key] ?? "").flatMap((p) => (params.includes(p) ? [] : [`${key} lacks ${p} (${where})`])),
    );
    expect(missing).toEqual([]);
  });

  it("name, judge and explain every code", () => {
    const keys = Object.keys(CODES).flatMap((code) => [
      `title.${code}`,
      `verdict.${code}`,
      ...["means", "proof", "not", "do"].map((part) => `${code}.${part}`),
    ]);
    expect(keys.filter((key) => words[key] === undefined)).toEqual([]);
  });

  it("have words for every group they look things up in", () => {
    const groups = new Set(Object.keys(words).map((key) => key.split(".")[0]));
    const asked = Object.values(words).flatMap((text) => places(text).flatMap((p) => p.split("@")[1] ?? []));
    expect(asked.filter((group) => !groups.has(group))).toEqual([]);
  });
});

describe("English and Chinese", () => {
  it("have the same keys", () => {
    expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
  });

  it("say the same things", () => {
    const differ = Object.entries(en).flatMap(([key, text]) => {
      const other = zhCN[key as keyof typeof zhCN];
      return paramsOf(text).join() === paramsOf(other).join() ? [] : [`${key}: ${paramsOf(text)} / ${paramsOf(other)}`];
    });
    expect(differ).toEqual([]);
  });

  it("keep apart: no Chinese in English", () => {
    expect(Object.entries(en).filter(([, text]) => /[\u3000-\u9fff\uff00-\uffef]/.test(text))).toEqual([]);
  });
});

describe("say", () => {
  const words = {
    lost: "{count} {count|packet|packets} lost {direction@way}",
    "way.up": "upwards",
    icmp: "{type/code@reason}",
    "reason.3/4": "too big",
    stack: "{stack@layer}",
    "layer.vxlan": "VXLAN",
  };

  it.each([
    ["lost", { count: 1, direction: "up" }, "1 packet lost upwards"],
    ["lost", { count: 2, direction: "sideways" }, "2 packets lost sideways"],
    ["icmp", { type: 3, code: 4 }, "too big"],
    ["icmp", { type: 3, code: 9 }, "3/9"],
    ["stack", { stack: "vxlan/vxlan" }, "VXLAN/VXLAN"],
    ["lost", { count: 1 }, "1 packet lost {direction@way}"],
    ["unheard-of", { size: 1 }, 'unheard-of {"size":1}'],
    ["unheard-of", {}, "unheard-of"],
  ])("says %s %j as %s", (key, params, text) => {
    expect(say(words, { key, params })).toBe(text);
  });
});
