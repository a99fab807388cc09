import { expect, it } from "vitest";
import { rulingsOn } from "../lab/court/verdict.js";
import { CONVERSATIONS } from "./conversations.js";

it.each(CONVERSATIONS)("$name", ({ talk, verdict }) => {
  expect(rulingsOn(talk().digests())).toEqual(verdict);
});
