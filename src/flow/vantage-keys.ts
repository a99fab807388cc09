import type { CaptureInterface, Frame } from "../capture/frame.js";
import { sll2 } from "../dissect/sll2.js";

const LINKTYPE_SLL2 = 276;
const SLL2_HEADER = 20;

interface Place {
  /** The file's interface: its name, else its number. */
  face: string;
  named: boolean;
  /** Interface index of a cooked v2 frame (`tcpdump -i any`), else null. */
  index: number | null;
}

/**
 * Tells the vantage points of one source apart: the interfaces of a pcapng file, and the interface indices of a cooked v2 capture.
 * Keys mean something within one source only, and are the same whenever its files are read in the same order.
 */
export class VantageKeys {
  private readonly places = new Map<string, Place>();
  /** Keys that turned out to be another one's, see `keyOf`. */
  private readonly same = new Map<string, string>();
  private files = 0;
  private lastInterface = -1;
  private lastIndex: number | null = null;
  private lastKey = "";

  startFile(): void {
    this.files++;
    this.lastInterface = -1;
  }

  keyOf(frame: Frame, described: CaptureInterface | undefined): string {
    const cooked = frame.linkType === LINKTYPE_SLL2 && frame.end - frame.start >= SLL2_HEADER;
    const index = cooked ? sll2.interfaceIndex(frame.bytes, frame.start) : null;
    if (frame.interfaceIndex === this.lastInterface && index === this.lastIndex) return this.lastKey;
    const face = described?.name ?? String(frame.interfaceIndex);
    const raw = index === null ? face : `${face} ${index}`;
    let key = this.same.get(raw) ?? raw;
    if (!this.places.has(key)) {
      const place = { face, named: described?.name != null, index };
      const [only] = this.places;
      // A pcap file knows no name: it continues the one interface that a pcapng file of the same set knew by name.
      if (this.files > 1 && this.places.size === 1 && only[1].named !== place.named && only[1].index === index) {
        key = only[0];
        this.same.set(raw, key);
      } else this.places.set(key, place);
    }
    this.lastInterface = frame.interfaceIndex;
    this.lastIndex = index;
    this.lastKey = key;
    return key;
  }

  /** Whether frames of that link type may have been taken on several interfaces, each a vantage point. */
  mayDivide(linkType: number): boolean {
    return linkType === LINKTYPE_SLL2;
  }

  /** The interface of the file that a key stands for. */
  faceOf(key: string): string | undefined {
    return this.places.get(key)?.face;
  }

  isCooked(key: string): boolean {
    return this.places.get(key)?.index != null;
  }

  /** Key -> vantage point's name: `NAME` where there is one only, else `NAME:IFNAME`, or `NAME:INDEX` where it has no name. */
  names(name: string): Map<string, string> {
    const faces = new Map<string, number>();
    for (const { face } of this.places.values()) faces.set(face, (faces.get(face) ?? 0) + 1);
    const label = ({ face, index }: Place) => {
      if (index === null || (faces.size > 1 && faces.get(face) === 1)) return face;
      return faces.size > 1 ? `${face}:${index}` : String(index);
    };
    return new Map(
      [...this.places].map(([key, place]) => [key, this.places.size === 1 ? name : `${name}:${label(place)}`]),
    );
  }
}
