import { describe, expect, it } from "vitest";
import { en } from "../../web/words/en.js";
import { zhCN } from "../../web/words/zh-CN.js";

const places = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name);

describe("the page's words", () => {
  it.each(Object.keys(en) as (keyof typeof en)[])("%s says the same in both languages", (key) => {
    expect(zhCN[key]).not.toBe("");
    // A word for one and one for many is English grammar: the number itself must stand in both.
    expect(new Set(places(zhCN[key]))).toEqual(new Set(places(en[key])));
  });
});
