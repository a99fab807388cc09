const REMEMBERED = 8;
/** A copy follows its original within this time (mirror ports queue); a retransmission carries a new identification. */
const WINDOW_WITH_ID = 1e9;
/** Without an IP identification only what is faster than any retransmission timer can be a copy. */
const WINDOW_WITHOUT_ID = 500e3;

/**
 * Tells copies of one packet in one capture (mirror ports, bridges, "any" interfaces) from retransmissions:
 * a sender gives a retransmission a new IP identification (ip_select_ident_segs), a copy keeps it.
 */
export class RecentPackets {
  private readonly identification = new Int32Array(REMEMBERED).fill(-2);
  private readonly sequence = new Float64Array(REMEMBERED);
  private readonly fingerprint = new Float64Array(REMEMBERED);
  private readonly time = new Float64Array(REMEMBERED);
  private at = 0;

  /**
   * Whether this packet was seen already. `identification` is -1 where there is none (IPv6, or 0 with DF);
   * `fingerprint` covers acknowledgment, flags, timestamps and window.
   */
  seen(identification: number, sequence: number, fingerprint: number, time: number): boolean {
    for (let i = 0; i < REMEMBERED; i++) {
      if (this.identification[i] !== identification || this.sequence[i] !== sequence) continue;
      if (this.fingerprint[i] !== fingerprint) continue;
      const age = time - this.time[i];
      if (age <= (identification < 0 ? WINDOW_WITHOUT_ID : WINDOW_WITH_ID)) return true;
    }
    const at = this.at;
    this.identification[at] = identification;
    this.sequence[at] = sequence;
    this.fingerprint[at] = fingerprint;
    this.time[at] = time;
    this.at = (at + 1) % REMEMBERED;
    return false;
  }
}
