import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import type { Report } from "../../src/report/contract.js";
import { jsonReport } from "../../src/report/json.js";
import { reportSchema } from "../../src/report/schema.js";
import { incidentCaptures } from "../support/incident.js";

const validate = new Ajv2020({ allErrors: true }).compile(reportSchema);
const errorsOf = (report: unknown) =>
  validate(report) ? [] : validate.errors?.map((e) => `${e.instancePath} ${e.message}`);

let report: Report;
beforeAll(async () => {
  report = await analyzeFiles(incidentCaptures("v1"));
});

describe("the schema", () => {
  it.each(["v1", "v2"] as const)("holds for the report of %s", async (round) => {
    expect(errorsOf(JSON.parse(jsonReport(await analyzeFiles(incidentCaptures(round)))))).toEqual([]);
  });

  it("holds with a baseline, and for one capture alone", async () => {
    const [lan, nic] = incidentCaptures("v1");
    expect(errorsOf(await analyzeFiles([lan], { baseline: [nic] }))).toEqual([]);
  });

  it("knows every key that a report has", () => {
    expect(unknownKeys(reportSchema as Node, report, "")).toEqual([]);
  });

  it("refuses what is no report", () => {
    expect(errorsOf({ ...report, schema: "hopscope.report/2" })).not.toEqual([]);
    const { path: _, ...without } = report;
    expect(errorsOf(without)).toEqual([" must have required property 'path'"]);
    const [finding] = report.findings;
    expect(errorsOf({ ...report, findings: [{ ...finding, code: "gremlins" }] })).not.toEqual([]);
  });
});

interface Node {
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
}

function unknownKeys(schema: Node, value: unknown, path: string): string[] {
  const own =
    schema.properties !== undefined || schema.items !== undefined
      ? schema
      : schema.anyOf?.find((s) => s.properties ?? s.items);
  if (own === undefined || value === null) return [];
  if (Array.isArray(value))
    return own.items === undefined ? [] : value.flatMap((v) => unknownKeys(own.items ?? {}, v, `${path}[]`));
  if (typeof value !== "object" || own.properties === undefined) return [];
  const { properties } = own;
  return Object.entries(value).flatMap(([key, inner]) =>
    properties[key] === undefined ? [`${path}.${key}`] : unknownKeys(properties[key], inner, `${path}.${key}`),
  );
}
