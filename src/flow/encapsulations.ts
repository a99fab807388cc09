import type { Encapsulation as Stack } from "../dissect/encapsulation.js";
import type { Encapsulation } from "./digest.js";

const MAX_STACKS = 8;

/** Which tunnels a flow was seen in. Dissection gives frames that look alike one shared object, so identity is enough. */
export class EncapsulationCounts {
  private readonly stacks: Stack[] = [];
  private readonly packets: number[] = [];

  add(stack: Stack): void {
    const i = this.stacks.indexOf(stack);
    if (i >= 0) this.packets[i]++;
    else if (this.stacks.length < MAX_STACKS) {
      this.stacks.push(stack);
      this.packets.push(1);
    }
  }

  finish(): Encapsulation[] {
    return this.stacks
      .map((s, i) => ({ stack: [...s.stack], overhead: s.overhead, packets: this.packets[i] }))
      .sort((a, b) => b.packets - a.packets || a.overhead - b.overhead || (a.stack.join() < b.stack.join() ? -1 : 1));
  }
}
