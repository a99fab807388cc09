import { describe, expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";

describe("./run", () => {
  it("prints its usage where nothing is asked", async () => {
    const { status, stdout } = await run(`${ROOT}run`, []);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: .\/run COMMAND/);
  });

  it.each([[["tset"]], [["test", "--fsat"]]])("refuses %j", async (args) => {
    const { status, stdout, stderr } = await run(`${ROOT}run`, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: .\/run COMMAND/);
  });

  it("says that Node is needed where there is none", async () => {
    const { status, stderr } = await run("/bin/bash", [`${ROOT}run`, "demo"], { env: { PATH: "/nowhere" } });
    expect(status).not.toBe(0);
    expect(stderr).toContain("Node.js and npm are needed");
  });
});
