import type { Report } from "../../src/report/contract.js";
import { harmless } from "../../src/report/text/harmless.js";

/** The value that stands in the page as JSON, or null. src/report/html.ts and src/serve write it. */
export function embedded<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

/** A report out of JSON that somebody gives; null where it is none. */
export function reportFrom(text: string): Report | null {
  try {
    const value = JSON.parse(text) as Partial<Report> | null;
    const lists = [value?.vantagePoints, value?.path, value?.flows, value?.links, value?.journeys, value?.findings];
    return value?.schema === "hopscope.report/1" && lists.every(Array.isArray) ? harmless(value as Report) : null;
  } catch {
    return null;
  }
}
