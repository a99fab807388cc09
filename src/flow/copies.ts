const REMEMBERED = 8;
const FIELDS = 4;
/** A copy follows its original within this time (mirror ports queue); a retransmission carries a new identification. */
const WINDOW_WITH_ID = 1e9;
/** Without an IP identification only what is faster than any retransmission timer can be a copy. */
const WINDOW_WITHOUT_ID = 500e3;

/**
 * Tells copies of one packet in one capture (mirror ports, bridges, "any" interfaces) from retransmissions:
 * a sender gives a retransmission a new IP identification (ip_select_ident_segs), a copy keeps it.
 */
export class RecentPackets {
  /** Identification, sequence, fingerprint, time, and again: as long as there were packets, since most flows have few. */
  private readonly kept: number[] = [];
  private next = 0;

  /**
   * Whether this packet was seen already. `identification` is -1 where there is none (IPv6, or 0 with DF);
   * `fingerprint` covers acknowledgment, flags, timestamps and window.
   */
  seen(identification: number, sequence: number, fingerprint: number, time: number): boolean {
    const { kept } = this;
    for (let i = 0; i < kept.length; i += FIELDS) {
      if (kept[i] !== identification || kept[i + 1] !== sequence || kept[i + 2] !== fingerprint) continue;
      const age = time - kept[i + 3];
      if (age <= (identification < 0 ? WINDOW_WITHOUT_ID : WINDOW_WITH_ID)) return true;
    }
    this.remember(identification, sequence, fingerprint, time);
    return false;
  }

  /** Takes note of a packet that cannot be a copy. */
  remember(identification: number, sequence: number, fingerprint: number, time: number): void {
    const { kept } = this;
    if (kept.length < REMEMBERED * FIELDS) {
      kept.push(identification, sequence, fingerprint, time);
      return;
    }
    const at = this.next;
    kept[at] = identification;
    kept[at + 1] = sequence;
    kept[at + 2] = fingerprint;
    kept[at + 3] = time;
    this.next = (at + FIELDS) % (REMEMBERED * FIELDS);
  }
}
