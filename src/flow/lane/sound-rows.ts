import type { RetiredTally } from "../retired.js";
import type { SoundRest } from "../retirement.js";
import type { Engine } from "./engine.js";
import type { Fold } from "./fold.js";
import { SOUND_ORDERS, SOUND_ROWS } from "./layout.js";

/** Sound connections of which there is nothing but their rows, as the engine lists them. */
export class SoundRows implements SoundRest {
  private readonly rows: Int32Array;
  private readonly fold: Fold;
  readonly orders: Uint32Array;

  constructor({ buffer, base }: Engine, fold: Fold, count: number) {
    this.rows = new Int32Array(buffer, base + SOUND_ROWS, count);
    this.orders = new Uint32Array(buffer, base + SOUND_ORDERS, count);
    this.fold = fold;
  }

  serverName(place: number): string {
    return this.fold.serverName(this.rows[place]);
  }

  retire(isKept: (place: number) => boolean, tally: RetiredTally): void {
    const { rows, fold } = this;
    let count = 0;
    for (let place = 0; place < rows.length; place++) if (!isKept(place)) rows[count++] = rows[place];
    for (let place = 0; place < count; ) place = fold.giveUp(place, count, tally);
  }
}
