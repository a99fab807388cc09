/** Identification, sequence, fingerprint, time, and the number of the packet before with the same hash. */
const FIELDS = 5;
const FIRST_ROOM = 4;
/** Packets of one direction remembered at most: a mirror port that queues is behind by a window of what is in flight. */
export const REMEMBERED = 64;
/** A copy follows its original within this time (mirror ports queue); a retransmission carries a new identification. */
const WINDOW_WITH_ID = 1e9;
/** Without an IP identification only what is faster than any retransmission timer can be a copy. */
const WINDOW_WITHOUT_ID = 500e3;
/** So many different packets in a row under one identification, and it tells none of them apart (RFC 6864 allows it with DF). */
const ALIKE = 3;

/**
 * Tells copies of one packet in one capture (mirror ports, bridges, "any" interfaces) from retransmissions:
 * a sender gives a retransmission a new IP identification (ip_select_ident_segs), a copy keeps it.
 */
export class RecentPackets {
  /** A ring of the last packets, that grows with them, since most flows have few; and by hash the last packet of it. */
  private readonly kept: number[] = [];
  private newest: number[] = [];
  private room = 0;
  /** Packets remembered so far; they are numbered from 0. */
  private count = 0;
  /** Those before this number are in `newest`. */
  private linked = 0;
  /** How many different packets in a row had the identification of the last one. */
  private alike = 0;
  private last = -1;
  private lastSequence = 0;
  private lastFingerprint = 0;

  /**
   * Whether this packet was seen already. Its identification is -1 where there is none (IPv6, or 0 with DF);
   * `fingerprint` covers acknowledgment, flags, timestamps and window.
   */
  seen(given: number, sequence: number, fingerprint: number, time: number): boolean {
    if (this.count >= this.room && this.room < REMEMBERED) this.grow();
    if (this.count > this.linked) this.link();
    const identification = this.tells(given, sequence, fingerprint) ? given : -1;
    const { kept } = this;
    const oldest = time - (identification < 0 ? WINDOW_WITHOUT_ID : WINDOW_WITH_ID);
    const hash = this.hash(identification, sequence, fingerprint);
    for (let n = this.newest[hash]; n >= 0 && n >= this.count - this.room; ) {
      const at = (n & (this.room - 1)) * FIELDS;
      if (kept[at] === identification && kept[at + 1] === sequence && kept[at + 2] === fingerprint) {
        if (kept[at + 3] >= oldest) return true;
        break;
      }
      n = kept[at + 4];
    }
    this.remember(identification, sequence, fingerprint, time);
    const at = (this.linked & (this.room - 1)) * FIELDS;
    this.chain(at, this.hash(identification, sequence, fingerprint));
    return false;
  }

  /** Takes note of a packet that cannot be a copy. */
  remember(identification: number, sequence: number, fingerprint: number, time: number): void {
    if (this.count >= this.room && this.room < REMEMBERED) this.grow();
    const { kept } = this;
    const at = (this.count++ & (this.room - 1)) * FIELDS;
    kept[at] = identification;
    kept[at + 1] = sequence;
    kept[at + 2] = fingerprint;
    kept[at + 3] = time;
    kept[at + 4] = -1;
  }

  /** Puts the packets kept since the last question where their hash finds them: most flows never ask. */
  private link(): void {
    const { kept } = this;
    this.linked = Math.max(this.linked, this.count - this.room);
    while (this.linked < this.count) {
      const at = (this.linked & (this.room - 1)) * FIELDS;
      if (!this.tells(kept[at], kept[at + 1], kept[at + 2])) kept[at] = -1;
      this.chain(at, this.hash(kept[at], kept[at + 1], kept[at + 2]));
    }
  }

  private chain(at: number, hash: number): void {
    this.kept[at + 4] = this.newest[hash];
    this.newest[hash] = this.linked++;
  }

  private tells(identification: number, sequence: number, fingerprint: number): boolean {
    if (identification !== this.last) this.alike = 0;
    else if (sequence !== this.lastSequence || fingerprint !== this.lastFingerprint) this.alike++;
    this.last = identification;
    this.lastSequence = sequence;
    this.lastFingerprint = fingerprint;
    return this.alike < ALIKE;
  }

  private hash(identification: number, sequence: number, fingerprint: number): number {
    const mixed = Math.imul(identification ^ Math.imul(sequence, 0x9e3779b1) ^ fingerprint, 0x85ebca6b);
    return (mixed >>> 16) & (this.room - 1);
  }

  /** Called before the ring is full for the first time, so that a packet's place in it stays its number. */
  private grow(): void {
    this.room = Math.max(FIRST_ROOM, this.room * 2);
    this.newest = new Array<number>(this.room).fill(-1);
    this.linked = 0;
  }
}
