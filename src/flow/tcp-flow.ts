import { TCP_FLAG } from "../dissect/tcp.js";
import type { TcpOptions } from "../dissect/tcp-options.js";
import type { ChecksumWord } from "./checksum-word.js";
import type { Endpoint, TcpFlow } from "./digest.js";
import { DIRECTION_ROW } from "./direction-counters.js";
import { EncapsulationCounts } from "./encapsulations.js";
import { sackFingerprint, sampleHash, tcpFingerprint } from "./fingerprint.js";
import { RARE_SAMPLE, SAMPLED_FIRST } from "./limits.js";
import { fullSize, largestPassed, type RetiredTally } from "./retired.js";
import { RowPool } from "./row.js";
import { nameOf } from "./server-name.js";
import { guessServer } from "./server-port.js";
import { TcpDirectionState } from "./tcp-direction.js";
import { keepingOrder, WAITS } from "./whole.js";

/** What a retired connection has in the place of its sides. */
const GONE = new TcpDirectionState(new RowPool(DIRECTION_ROW));
/** Packets of it: SYN, SYN-ACK, ACK. */
const HANDSHAKE = 3;
const PLAIN_FLAGS = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst | TCP_FLAG.ack;

/** The fields of one TCP packet that the flow needs; one object is refilled for every packet. */
export interface TcpPacket {
  frame: number;
  time: number;
  sequence: number;
  acknowledgment: number;
  flags: number;
  window: number;
  /** Payload bytes by the IP header, whatever was captured of them. */
  payload: number;
  /** IP bytes of the packet, headers included. */
  size: number;
  ttl: number;
  /** IP identification, -1 where there is none worth trusting. */
  identification: number;
  dontFragment: boolean;
  outerFragment: boolean;
  options: TcpOptions;
  checksum: ChecksumWord;
  bytes: Uint8Array;
  payloadStart: number;
  payloadEnd: number;
}

/** Sides are 0 and 1 in the order the first packet named them. */
export class TcpFlowState {
  side: readonly [TcpDirectionState, TcpDirectionState];
  readonly encapsulations = new EncapsulationCounts();
  private copies = 0;
  /** Index of the client's side, -1 while unknown. */
  private client = -1;
  private clientBy: TcpFlow["clientBy"] = "guess";
  /** What to multiply a window by, RFC 7323 section 2.2; the side's own option, and what holds once both SYNs are known. */
  private readonly offered = [1, 1];
  private readonly factor = [1, 1];
  /** A FIN or RST was seen. */
  ended = false;
  /** Both sides closed it. */
  isLeaving = false;
  /** It came whole, and is not kept. */
  isRetired = false;
  /** Its place in the table. */
  index = -1;
  /** Its row in the lane, -1 where it has none. */
  row = -1;
  /** Packets for which it was to stay out of the lane when it left, and for which it still is. */
  rest = 0;
  restLeft = 0;
  private readonly endpoints: readonly [Endpoint, Endpoint];

  constructor(endpoints: readonly [Endpoint, Endpoint], rows: RowPool) {
    this.endpoints = endpoints;
    this.side = [new TcpDirectionState(rows), new TcpDirectionState(rows)];
  }

  /** Whether a SYN with this sequence number begins another connection on the same addresses and ports. */
  isNewConnection(from: number, p: TcpPacket): boolean {
    if ((p.flags & (TCP_FLAG.syn | TCP_FLAG.ack)) !== TCP_FLAG.syn) return false;
    const own = this.side[from];
    if (own.syn !== null) return own.syn.sequence !== p.sequence;
    return this.ended || own.packets > 0 || this.side[1 - from].packets > 0;
  }

  add(from: 0 | 1, p: TcpPacket): void {
    const own = this.side[from];
    const other = this.side[1 - from];
    const syn = (p.flags & TCP_FLAG.syn) !== 0;
    if (this.isCopy(from, p, syn)) return;

    own.sight(p.frame, p.time, p.ttl, p.dontFragment);
    if (p.outerFragment) own.sightOuterFragment();
    if (p.checksum !== null) own.checksum(p.checksum, p.frame);

    if (syn) this.synchronize(from, p);
    const start = syn ? p.sequence + 1 : p.sequence;
    const relative = own.relative(start >>> 0, 1);
    const hasAck = (p.flags & TCP_FLAG.ack) !== 0;
    const reset = (p.flags & TCP_FLAG.rst) !== 0;
    if (hasAck && !reset) this.acknowledge(from, p, syn);

    if (p.payload === 0) {
      own.bare(p.size, p.frame, p.time);
    } else if (syn) {
      // TCP Fast Open (RFC 7413): a server may take the data of a SYN, or leave it to be sent again, which is no loss.
      own.fastOpen = 1 + p.payload;
    } else if (!reset) {
      const to = relative + p.payload;
      const again = own.data(relative, to, p.size, other.ack, p.identification, p.frame, p.time);
      if (again && p.options.timestamps) own.sentAgain(relative, to, other.ack, p.options.timestampValue);
      own.payload(relative, to, p.bytes, p.payloadStart, p.payloadEnd, p.frame, p.time);
    }
    if ((p.flags & (TCP_FLAG.fin | TCP_FLAG.rst)) !== 0) this.close(own, p, relative, hasAck);
    if (!reset && !syn) this.setWindow(from, p.window, p.frame, p.time);
    this.sample(own, p);
  }

  /** Whether each side acknowledged no more than was seen of the other, and nothing else is pending. */
  get isCalm(): boolean {
    const [a, b] = this.side;
    if (this.ended || !a.isCalm || !b.isCalm) return false;
    return a.ack <= b.store.highest && b.ack <= a.store.highest;
  }

  get packets(): number {
    return this.side[0].packets + this.side[1].packets;
  }

  /** Whether it is more than a handshake, behind which something new is to come. */
  get isUnderWay(): boolean {
    const [a, b] = this.side;
    return a.packets + b.packets > HANDSHAKE;
  }

  /** Whether it was seen to begin, and both sides closed it. */
  get isClosed(): boolean {
    return this.clientBy === "syn" && this.side[0].fin !== null && this.side[1].fin !== null;
  }

  /** Whether it came whole, as far as it was seen: `isWhole` would say so of its digest. */
  get isWhole(): boolean {
    if (!this.isOneOfAKind) return false;
    const client = this.side[this.client];
    const server = this.side[1 - this.client];
    if (!client.cameWhole(server.ack) || !server.cameWhole(client.ack)) return false;
    if (server.answered >= client.answered) return true;
    return client.fin !== null && client.fin.time - client.answered < WAITS && server.answered >= client.paused;
  }

  /** Whether it is sound, as far as it was seen: `isSound` would say so of its digest. */
  get isSound(): boolean {
    const [a, b] = this.side;
    if (a.fin !== null || b.fin !== null) return this.isWhole;
    if (!this.isOneOfAKind) return false;
    const client = this.side[this.client];
    const server = this.side[1 - this.client];
    return server.answered >= client.answered && client.cameSoFar(server.ack) && server.cameSoFar(client.ack);
  }

  /** The client's initial sequence number. */
  get clientSequence(): number {
    return this.side[this.client].syn?.sequence ?? 0;
  }

  /** Whether it was seen from its SYN on, each packet once and in one encapsulation. */
  private get isOneOfAKind(): boolean {
    return this.clientBy === "syn" && this.copies === 0 && this.encapsulations.onlyOverhead !== null;
  }

  get serverName(): string {
    return nameOf(this.endpoints[1 - this.client]);
  }

  /** Smaller than other connections' where it is kept rather than they; of one that has both SYNs. */
  get keepingOrder(): number {
    const { client } = this;
    return keepingOrder(this.side[client].syn?.sequence ?? 0, this.side[1 - client].syn?.sequence ?? 0);
  }

  /** Adds it to what was retired, and gives its memory back. */
  retire(tally: RetiredTally, rows: RowPool): void {
    const { client, side } = this;
    const [up, down] = [side[client], side[1 - client]];
    const hosts = tally.hosts(
      this.endpoints[client].address,
      this.endpoints[1 - client].address,
      this.encapsulations.onlyOverhead ?? 0,
    );
    tally.count(1, up.packets + down.packets, up.bytes + down.bytes);
    for (const own of [up, down]) {
      const largest = largestPassed(own.sizes.finish(), fullSize((own === up ? down : up).syn, this.endpoints[0]));
      if (largest !== null) {
        const list = own === up ? hosts.toServer : hosts.toClient;
        list.add({ from: own.began, until: own.answered, ...largest });
      }
      own.giveBack(rows);
    }
    // What is old and dead would keep what is young and dead, until all memory is searched.
    this.side = [GONE, GONE];
  }

  /** `window` as the header says it. */
  setWindow(from: 0 | 1, window: number, frame: number, time: number): void {
    this.side[from].setWindow(window * this.factor[from], frame, time);
  }

  /** A side closed it behind its last byte seen so far, with a FIN in that frame. */
  closedBy(from: 0 | 1, frame: number, time: number): void {
    this.ended = true;
    const own = this.side[from];
    own.fin = { at: own.store.highest, count: 1, frame, time };
  }

  private close(own: TcpDirectionState, p: TcpPacket, relative: number, hasAck: boolean): void {
    this.ended = true;
    if ((p.flags & TCP_FLAG.fin) !== 0) {
      if (own.fin === null) own.fin = { at: relative + p.payload, count: 1, frame: p.frame, time: p.time };
      else own.fin.count++;
    }
    if ((p.flags & TCP_FLAG.rst) === 0) return;
    if (own.rst === null) {
      own.rst = { at: relative, frame: p.frame, time: p.time, ttl: p.ttl, count: 1, withAck: hasAck };
    } else {
      own.rst.count++;
    }
  }

  private synchronize(from: 0 | 1, p: TcpPacket): void {
    const own = this.side[from];
    const hasAck = (p.flags & TCP_FLAG.ack) !== 0;
    if (own.syn === null) {
      own.base = p.sequence;
      own.syn = {
        frame: p.frame,
        time: p.time,
        sequence: p.sequence,
        mss: p.options.mss,
        windowScale: p.options.windowScale,
        sackPermitted: p.options.sackPermitted,
        timestamps: p.options.timestamps,
        window: p.window,
        size: p.size,
        ttl: p.ttl,
        count: 1,
        last: { frame: p.frame, time: p.time },
        otherMss: [],
      };
    } else {
      own.syn.count++;
      own.syn.last = { frame: p.frame, time: p.time };
    }
    this.offered[from] = 2 ** (p.options.windowScale ?? 0);
    const [a, b] = this.side;
    const refused = a.syn !== null && b.syn !== null && (a.syn.windowScale === null || b.syn.windowScale === null);
    this.factor[0] = refused ? 1 : this.offered[0];
    this.factor[1] = refused ? 1 : this.offered[1];
    if (!hasAck) {
      this.client = from;
      this.clientBy = "syn";
    } else if (this.client < 0 || this.clientBy === "guess") {
      this.client = 1 - from;
      this.clientBy = "syn-ack";
    }
  }

  private acknowledge(from: 0 | 1, p: TcpPacket, syn: boolean): void {
    const own = this.side[from];
    const other = this.side[1 - from];
    const ack = other.relative(p.acknowledgment, 1);
    const bare = p.payload === 0 && !syn && (p.flags & TCP_FLAG.fin) === 0;
    const progress = own.acknowledge(ack, bare, p.frame, p.time);
    const options = p.options;
    for (let i = 0; i < options.sackCount; i++) {
      const left = other.relative(options.sackLeft[i], 1);
      const right = left + ((options.sackRight[i] - options.sackLeft[i]) | 0);
      const first = i === 0 && options.sackCount > 1 ? other.relative(options.sackLeft[1], 1) : null;
      const within =
        first !== null && left >= first && right <= first + ((options.sackRight[1] - options.sackLeft[1]) | 0);
      if (i === 0 && (right <= ack || within)) own.reportDuplicate(left, right);
      else own.selectivelyAcknowledge(left, right);
    }
    if (progress) {
      other.takeEcho(ack, options.timestamps ? options.timestampEcho : null, own);
      other.takeFastOpen(ack);
      other.store.acknowledge(ack);
    }
  }

  private isCopy(from: 0 | 1, p: TcpPacket, syn: boolean): boolean {
    const own = this.side[from];
    // The MSS of a SYN, its TTL and its checksum may change on the way; nothing else that is compared here does.
    const plain = tcpFingerprint(p.acknowledgment, p.flags, p.window, p.options.timestampValue, p.payload);
    const print = p.options.sackCount === 0 ? plain : sackFingerprint(plain, p.options);
    if (this.isNews(from, p)) {
      own.recent.remember(p.identification, p.sequence, print, p.time);
      return false;
    }
    if (!own.recent.seen(p.identification, p.sequence, print, p.time)) return false;
    this.copies++;
    if (syn && own.syn !== null && p.options.mss !== null && p.options.mss !== own.syn.mss) {
      if (own.syn.otherMss.length < 4) {
        own.syn.otherMss.push({ mss: p.options.mss, frame: p.frame, time: p.time });
      }
    }
    return true;
  }

  /** Whether the packet carries the next bytes, or acknowledges what was not acknowledged yet: then it is nobody's copy. */
  private isNews(from: 0 | 1, p: TcpPacket): boolean {
    if ((p.flags & PLAIN_FLAGS) !== TCP_FLAG.ack) return false;
    const own = this.side[from];
    if (p.payload > 0) return own.base >= 0 && own.peek(p.sequence) === own.store.highest;
    const other = this.side[1 - from];
    return other.base >= 0 && other.peek(p.acknowledgment) > own.ack;
  }

  private sample(own: TcpDirectionState, p: TcpPacket): void {
    const hash = sampleHash(p.sequence, p.acknowledgment, p.flags, p.payload, p.options.timestampValue);
    if (own.packets > SAMPLED_FIRST && hash > RARE_SAMPLE) return;
    own.samples.add(hash, p.frame, p.time);
  }

  /** Whether a bound was met, and ranges of bytes are coarser than they were seen. */
  get joined(): boolean {
    return this.side[0].store.joined || this.side[1].store.joined;
  }

  finish(): TcpFlow {
    if (this.client < 0) {
      const hello = this.side.findIndex((s) => s.saidHello);
      this.client = hello >= 0 ? hello : 1 - guessServer(this.endpoints[0].port, this.endpoints[1].port);
    }
    const c = this.client as 0 | 1;
    const s = (1 - c) as 0 | 1;
    return {
      client: this.endpoints[c],
      server: this.endpoints[s],
      clientBy: this.clientBy,
      encapsulations: this.encapsulations.finish(),
      copies: this.copies,
      toServer: this.side[c].finish(this.side[s].ack),
      toClient: this.side[s].finish(this.side[c].ack),
    };
  }
}
