const FIRST_ROOM = 1024;

/** Numbers of 32 bits without a sign, by place, in memory that grows; 0 where none was set. */
export class Words {
  private words = new Uint32Array(FIRST_ROOM);

  set(place: number, word: number): void {
    if (place >= this.words.length) {
      const wider = new Uint32Array(Math.max(2 * this.words.length, place + 1));
      wider.set(this.words);
      this.words = wider;
    }
    this.words[place] = word;
  }

  get(place: number): number {
    return place < this.words.length ? this.words[place] : 0;
  }
}
