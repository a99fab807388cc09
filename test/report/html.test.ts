import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/contract.js";
import { htmlReport } from "../../src/report/html.js";

const PAGE = "<body><!--hopscope-embedded--><script>page()</script></body>";
const report = (source: string) => ({ schema: "hopscope.report/1", vantagePoints: [{ source }] }) as unknown as Report;

function embedded(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="hopscope-report">(.*?)<\/script>/s.exec(html)?.[1] ?? "null");
}

describe("a report in a page", () => {
  it.each([
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "$& $1 $` $'",
    "\u2028\u2029",
    "&lt;/script&gt;",
    "<!--hopscope-embedded-->",
  ])("keeps %j as it is, and out of the markup", (source) => {
    const html = htmlReport(PAGE, report(source));
    expect(embedded(html)).toEqual(report(source));
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<!--/g)).toHaveLength(1);
    expect(html.endsWith("<script>page()</script></body>")).toBe(true);
  });

  it("is refused by a page that has no place for it", () => {
    expect(() => htmlReport("<body></body>", report("x"))).toThrow("no place");
  });
});
