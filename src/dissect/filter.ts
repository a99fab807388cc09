import type { DecodeOptions } from "./dissection.js";
import type { FrameFacts } from "./field.js";
import { FIELD_NAMES, FieldReader } from "./fields.js";
import { protocolName } from "./fields-frame.js";
import { PROTOCOL } from "./protocols.js";

/** Whether a frame passes a filter. */
export type FrameFilter = (frame: FrameFacts) => boolean;

/** Thrown for a filter that cannot be read; `message` says what is wrong with it, `at` where (an index in its text). */
export class FilterError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = "FilterError";
    this.at = at;
  }
}

type Test = (reader: FieldReader) => boolean;

interface Token {
  text: string;
  at: number;
}

const TOKEN = /\s*(&&|\|\||==|!=|<=|>=|[()<>!]|"[^"]*"|[\w.:/-]+)/y;
const COMPARISONS = new Map([
  ["==", "=="],
  ["eq", "=="],
  ["!=", "!="],
  ["ne", "!="],
  ["<", "<"],
  ["lt", "<"],
  ["<=", "<="],
  ["le", "<="],
  [">", ">"],
  ["gt", ">"],
  [">=", ">="],
  ["ge", ">="],
]);

/** tshark's protocol names -> layers, for filters that ask only whether a protocol is there. */
const PROTOCOLS = new Map<string, number[]>();
for (const layer of Object.values(PROTOCOL)) {
  const name = protocolName(layer);
  if (name !== null) PROTOCOLS.set(name, [...(PROTOCOLS.get(name) ?? []), layer]);
}

/**
 * Compiles the simple part of Wireshark's display filters: fields and protocols (there or not), comparisons of a field with
 * a value, `and or not && || !`, parentheses. A field that occurs several times compares equal when any does, and differs
 * (`!=`) when all do, as in Wireshark 4. Throws {@link FilterError}.
 */
export function compileFilter(text: string, options: DecodeOptions): FrameFilter {
  const names: string[] = [];
  const test = new Parser(text, names).parse();
  const reader = new FieldReader(names, options);
  return (frame) => {
    reader.read(frame);
    return test(reader);
  };
}

class Parser {
  private readonly tokens: Token[];
  private readonly names: string[];
  private readonly length: number;
  private next = 0;

  constructor(text: string, names: string[]) {
    this.tokens = tokens(text);
    this.names = names;
    this.length = text.length;
  }

  parse(): Test {
    const test = this.either();
    if (this.next < this.tokens.length) this.fail(`"${this.tokens[this.next].text}" is not expected here`);
    return test;
  }

  private either(): Test {
    let left = this.both();
    while (this.accept("||", "or")) {
      const [a, b] = [left, this.both()];
      left = (r) => a(r) || b(r);
    }
    return left;
  }

  private both(): Test {
    let left = this.one();
    while (this.accept("&&", "and")) {
      const [a, b] = [left, this.one()];
      left = (r) => a(r) && b(r);
    }
    return left;
  }

  private one(): Test {
    // A loop, so that a long row of negations takes no stack.
    let negated = false;
    while (this.accept("!", "not")) negated = !negated;
    const test = this.accept("(") ? this.group() : this.term();
    return negated ? (r) => !test(r) : test;
  }

  private depth = 0;

  private group(): Test {
    if (++this.depth > 100) this.fail("it is nested too deep");
    const test = this.either();
    if (!this.accept(")")) this.fail('a ")" is missing');
    this.depth--;
    return test;
  }

  private term(): Test {
    const token = this.tokens[this.next++];
    if (token === undefined) this.fail("it ends too early");
    const operator = COMPARISONS.get(this.tokens[this.next]?.text ?? "");
    const layers = PROTOCOLS.get(token.text);
    if (layers !== undefined && operator === undefined) {
      return ({ d }) => d.protocol.subarray(0, d.depth).some((p) => layers.includes(p));
    }
    if (!FIELD_NAMES.includes(token.text)) {
      this.next--;
      this.fail(`"${token.text}" is neither a field nor a protocol that is known`);
    }
    const column = this.column(token.text);
    if (operator === undefined) return (r) => r.values[column].length > 0;
    this.next++;
    const value = this.tokens[this.next++];
    if (value === undefined) this.fail("a value is missing");
    return comparison(column, operator, value.text.replace(/^"|"$/g, ""));
  }

  private column(name: string): number {
    const known = this.names.indexOf(name);
    return known >= 0 ? known : this.names.push(name) - 1;
  }

  private accept(...texts: string[]): boolean {
    const found = texts.includes(this.tokens[this.next]?.text);
    if (found) this.next++;
    return found;
  }

  private fail(message: string): never {
    throw new FilterError(message, this.tokens[this.next]?.at ?? this.length);
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new FilterError(`"${text.slice(start).trim()}" cannot be read`, start);
    found.push({ text: match[1], at: TOKEN.lastIndex - match[1].length });
  }
  return found;
}

function comparison(column: number, operator: string, value: string): Test {
  const number = Number(value);
  const order = (text: string): number => {
    const own = Number(text);
    if (Number.isNaN(number) || Number.isNaN(own)) return text === value ? 0 : text < value ? -1 : 1;
    return own - number;
  };
  return ({ values }) => {
    const all = values[column];
    switch (operator) {
      case "==":
        return all.some((text) => order(text) === 0);
      case "!=":
        return all.length > 0 && all.every((text) => order(text) !== 0);
      case "<":
        return all.some((text) => order(text) < 0);
      case "<=":
        return all.some((text) => order(text) <= 0);
      case ">":
        return all.some((text) => order(text) > 0);
      default:
        return all.some((text) => order(text) >= 0);
    }
  };
}
