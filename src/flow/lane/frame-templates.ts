import type { Frame } from "../../capture/frame.js";
import type { Dissection } from "../../dissect/dissection.js";
import type { Encapsulation } from "../../dissect/encapsulation.js";
import { encapsulationSignature } from "../../dissect/encapsulation.js";
import type { Engine } from "./engine.js";
import { type FrameTemplate, learnTemplate } from "./frame-template.js";
import {
  HEADERS,
  HEADERS_ROOM,
  MOST_TEMPLATES,
  T_BLOCKS,
  T_IP,
  T_IS_IPV4,
  T_LENGTHS_END,
  T_LINK_TYPE,
  T_LISTS,
  T_MASKS,
  T_MOST_BLOCKS,
  T_PORTS_END,
  T_TCP,
  T_VALUES,
  TEMPLATE_ROOM,
  TEMPLATES,
} from "./layout.js";

/** The longest header of TCP. */
const TCP_HEADER = 60;

/** The templates of one vantage point's frames, in the engine's memory: a capture point sees few kinds of frames; more are dissected. */
export class FrameTemplates {
  private readonly all: FrameTemplate[] = [];
  /** Encapsulation signature -> index of its template, -1 where there is none. */
  private readonly bySignature = new Map<number, number>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  isIpv4(index: number): boolean {
    return this.all[index].isIpv4;
  }

  linkType(index: number): number {
    return this.all[index].linkType;
  }

  encapsulation(index: number): Encapsulation {
    return this.all[index].encapsulation;
  }

  /** Index of the template of a frame that was dissected, learned from it where it is the first of its kind; -1 where there is none. */
  learn(d: Dissection, { start, end, linkType }: Frame): number {
    const signature = encapsulationSignature(d);
    let index = this.bySignature.get(signature);
    if (index === undefined) {
      const learned = this.all.length < MOST_TEMPLATES ? learnTemplate(d, start, linkType) : null;
      index = learned !== null && this.tell(learned) ? this.all.push(learned) - 1 : -1;
      if (index >= 0) this.engine.calls.learned(this.all.length);
      if (this.bySignature.size < 4096) this.bySignature.set(signature, index);
    }
    if (index < 0) return -1;
    // Decided by its headers, and by how long it is.
    const { bytes, calls, base } = this.engine;
    const headers = Math.min(end, start + this.all[index].tcp + TCP_HEADER);
    bytes.set(d.bytes.subarray(start, headers), HEADERS);
    return calls.fits(index, base + HEADERS, base + HEADERS + end - start, linkType) !== 0 ? index : -1;
  }

  /** Writes a template where the engine finds the next one; says whether there is room for it. */
  private tell(t: FrameTemplate): boolean {
    const lists = [...t.lengths, ...t.otherPorts];
    const blocks =
      Math.floor(t.decisive.reduce((last, at, i) => (i % 3 === 0 ? Math.max(last, at) : last), 0) / 16) + 1;
    if (T_LISTS + lists.length > T_MASKS || blocks > T_MOST_BLOCKS || t.tcp + TCP_HEADER > HEADERS_ROOM) return false;
    const { words, bytes } = this.engine;
    const at = TEMPLATES / 4 + this.all.length * TEMPLATE_ROOM;
    words[at + T_LINK_TYPE] = t.linkType;
    words[at + T_IP] = t.ip;
    words[at + T_TCP] = t.tcp;
    words[at + T_IS_IPV4] = t.isIpv4 ? 1 : 0;
    words[at + T_BLOCKS] = blocks;
    words[at + T_LENGTHS_END] = T_LISTS + t.lengths.length;
    words[at + T_PORTS_END] = T_LISTS + lists.length;
    words.set(lists, at + T_LISTS);
    for (let k = 0; k < t.decisive.length; k += 3) {
      const [offset, mask, value] = t.decisive.slice(k, k + 3);
      bytes[4 * (at + T_MASKS) + offset] = mask;
      bytes[4 * (at + T_VALUES) + offset] = value;
    }
    return true;
  }
}
