import { type Catalogue, word } from "../../messages/say.js";
import { type Paint, paintWith } from "./paint.js";
import { widthOf } from "./width.js";
import { wrap } from "./wrap.js";

export interface TextOptions {
  words: Catalogue;
  /** Columns to draw in. */
  width: number;
  colour: boolean;
  /** The verdict, the path, the sum, and what to change by title alone. */
  brief?: boolean;
}

/** Longer lines are hard to read, and shorter ones hold no path. */
const WIDEST = 100;
const NARROWEST = 60;

type Style = (line: string) => string;
const plain: Style = (line) => line;

/** Lines being written, with what writing them takes. */
export class Page {
  readonly words: Catalogue;
  readonly width: number;
  readonly paint: Paint;
  private readonly lines: string[] = [];

  constructor({ words, width, colour }: TextOptions) {
    this.words = words;
    this.width = Math.max(NARROWEST, Math.min(WIDEST, width));
    this.paint = paintWith(colour);
  }

  say(key: string, params: Record<string, string | number> = {}): string {
    return word(this.words, key, params);
  }

  line(text = ""): void {
    this.lines.push(text.trimEnd());
  }

  /** One empty line, however often asked for. */
  gap(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== "") this.lines.push("");
  }

  heading(text: string): void {
    this.gap();
    this.line(this.paint.strong(text));
  }

  /** Wrapped text; `lead` stands before the first line, the others are indented to it. */
  paragraph(text: string, lead = "", style: Style = plain, leadStyle: Style = plain): void {
    const indent = " ".repeat(widthOf(lead));
    wrap(text, this.width - indent.length).forEach((line, i) => {
      this.line((i === 0 ? leadStyle(lead) : indent) + style(line));
    });
  }

  toString(): string {
    return `${this.lines.join("\n").trimEnd()}\n`;
  }
}
