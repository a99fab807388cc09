import { describe, expect, it } from "vitest";
import { CODES } from "../../src/diagnose/codes.js";
import { hopscope } from "../support/hopscope.js";

const explain = (...args: string[]) => hopscope(["explain", ...args], { env: { LC_ALL: "C", COLUMNS: "80" } });

describe("hopscope explain", () => {
  it("lists every code", async () => {
    const { status, stdout } = await explain();
    expect(status).toBe(0);
    for (const code of Object.keys(CODES)) expect(stdout).toMatch(new RegExp(`^  ${code} `, "m"));
  });

  it("says what a finding means, how it is proved, what it is not, and what to do", async () => {
    const { status, stdout } = await explain("mtu-black-hole");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^MTU black hole · mtu-black-hole · critical\n/);
    for (const heading of ["What it means", "How it is proved", "What it is not", "What to do"])
      expect(stdout).toContain(`\n${heading}\n`);
  });

  it("says it in Chinese", async () => {
    const { stdout } = await explain("mtu-black-hole", "--lang", "zh-CN");
    expect(stdout).toMatch(/^MTU 黑洞 · mtu-black-hole · 严重\n\n含义\n/);
  });

  it("prints JSON", async () => {
    const all = JSON.parse((await explain("--json")).stdout);
    expect(all.map((row: { code: string }) => row.code)).toEqual(Object.keys(CODES));
    const [one] = JSON.parse((await explain("random-loss", "--json")).stdout);
    expect(one).toMatchObject({ code: "random-loss", category: "other", severity: "warning", title: "Random loss" });
    expect(Object.keys(one)).toEqual(["code", "category", "severity", "title", "means", "proof", "not", "do"]);
  });

  it.each([
    ["mtu-blackhole", "Did you mean mtu-black-hole?", "hopscope explain mtu-black-hole"],
    ["ptb", "Did you mean one of ptb-ignored, ptb-not-delivered?", "hopscope explain ptb-ignored"],
    ["server_silent", "Did you mean server-silent?", "hopscope explain server-silent"],
    ["weather", "no finding is called weather\n", "hopscope explain"],
  ])("answers %s with what comes near", async (code, what, next) => {
    const { status, stdout, stderr } = await explain(code);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(what);
    expect(stderr).toContain(`next: ${next}\n`);
  });
});
