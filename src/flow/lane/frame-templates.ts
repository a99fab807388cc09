import type { Frame } from "../../capture/frame.js";
import type { Dissection } from "../../dissect/dissection.js";
import { encapsulationSignature } from "../../dissect/encapsulation.js";
import { type FrameTemplate, learnTemplate, matches } from "./frame-template.js";

/** A capture point sees few kinds of frames; more are dissected. */
const MAX_TEMPLATES = 8;

/** The templates of one vantage point's frames. */
export class FrameTemplates {
  private readonly all: FrameTemplate[] = [];
  /** Encapsulation signature -> index of its template, -1 where there is none. */
  private readonly bySignature = new Map<number, number>();
  private readonly udpLayer: Uint8Array;
  private readonly tcpLayer: Uint8Array;
  /** Index of the template found last: most frames are laid out like the one before. */
  index = 0;

  /** `d`: for the ports that name an encapsulation. */
  constructor(d: Dissection) {
    this.udpLayer = d.udpLayer;
    this.tcpLayer = d.tcpLayer;
  }

  /** The template of a frame of what `view` shows, null where none fits. Sets `index`. */
  find(view: DataView, start: number, end: number, linkType: number): FrameTemplate | null {
    const { all } = this;
    if (all.length === 0) return null;
    if (this.fits(all[this.index], view, start, end, linkType)) return all[this.index];
    for (let i = 0; i < all.length; i++) {
      if (i === this.index || !this.fits(all[i], view, start, end, linkType)) continue;
      this.index = i;
      return all[i];
    }
    return null;
  }

  get(index: number): FrameTemplate {
    return this.all[index];
  }

  private fits(t: FrameTemplate, view: DataView, start: number, end: number, linkType: number): boolean {
    return t.linkType === linkType && matches(t, view, start, end, this.udpLayer, this.tcpLayer);
  }

  /** The template of a frame of what `view` shows that was dissected, learned from it where it is the first of its kind; null where there is none. */
  learn(d: Dissection, { start, end, linkType }: Frame, view: DataView): FrameTemplate | null {
    const signature = encapsulationSignature(d);
    let index = this.bySignature.get(signature);
    if (index === undefined) {
      const learned = this.all.length < MAX_TEMPLATES ? learnTemplate(d, start, linkType) : null;
      index = learned === null ? -1 : this.all.push(learned) - 1;
      if (this.bySignature.size < 4096) this.bySignature.set(signature, index);
    }
    if (index < 0) return null;
    if (!this.fits(this.all[index], view, start, end, linkType)) return null;
    this.index = index;
    return this.all[index];
  }
}
