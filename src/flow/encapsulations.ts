import type { Encapsulation as Stack } from "../dissect/encapsulation.js";
import type { Encapsulation } from "./digest.js";

const MAX_STACKS = 8;

/** Which tunnels a flow was seen in. Dissection gives frames that look alike one shared object, so identity is enough. */
export class EncapsulationCounts {
  /** Nearly every flow has one. */
  private first: Stack | null = null;
  private ofFirst = 0;
  private others: Map<Stack, number> | null = null;

  add(stack: Stack): void {
    if (stack === this.first) {
      this.ofFirst++;
      return;
    }
    if (this.first === null) {
      this.first = stack;
      this.ofFirst = 1;
      return;
    }
    this.others ??= new Map();
    const packets = this.others.get(stack);
    if (packets !== undefined || this.others.size < MAX_STACKS - 1) this.others.set(stack, (packets ?? 0) + 1);
  }

  /** Whether all packets had this one. */
  isOnly(stack: Stack): boolean {
    return this.first === stack && this.others === null;
  }

  /** Bytes of the only one there is; null where packets had different ones. */
  get onlyOverhead(): number | null {
    return this.others === null && this.first !== null ? this.first.overhead : null;
  }

  /** More packets of the only one there is. */
  addToFirst(packets: number): void {
    this.ofFirst += packets;
  }

  finish(): Encapsulation[] {
    if (this.first === null) return [];
    const all: [Stack, number][] = [[this.first, this.ofFirst], ...(this.others ?? [])];
    return all
      .map(([s, packets]) => ({ stack: [...s.stack], overhead: s.overhead, packets }))
      .sort((a, b) => b.packets - a.packets || a.overhead - b.overhead || (a.stack.join() < b.stack.join() ? -1 : 1));
  }
}
