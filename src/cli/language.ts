import { Option } from "commander";
import { LANGUAGES } from "../messages/language.js";

/** The same option in every command that prints for people. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of the report; else by LC_ALL, LC_MESSAGES, LANG").choices(
    LANGUAGES,
  );
}
