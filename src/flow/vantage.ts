import type { Frame, Records } from "../capture/frame.js";
import { dissect } from "../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../dissect/dissection.js";
import { ICMP_TYPE, icmp } from "../dissect/icmp.js";
import { ICMPV6_TYPE, icmpv6 } from "../dissect/icmpv6.js";
import { linkLayer, linkTypeName } from "../dissect/linktype.js";
import { PROTOCOL } from "../dissect/protocols.js";
import { Coverage } from "./coverage.js";
import { DatagramReader } from "./datagram-reader.js";
import type { Digest, TcpFlow } from "./digest.js";
import { fragmentOf } from "./fragment-fields.js";
import { FragmentTable } from "./fragments.js";
import { IcmpErrorTable } from "./icmp-errors.js";
import { endpointsOf, outerIsFragment, ttlOf } from "./innermost-ip.js";
import { LANE_AFTER } from "./lane/lane.js";
import type { Listing } from "./lane/listing.js";
import type { PackedDigest } from "./packed/layout.js";
import { packFlows } from "./packed/pack.js";
import { relevant } from "./retired.js";
import { KEEP_ALL, KEPT_WHOLE, type Settled } from "./retirement.js";
import { inOrder, wholeShare } from "./share.js";
import type { TcpFlowState } from "./tcp-flow.js";
import { TcpReader } from "./tcp-reader.js";

/** Further conversations of TCP, or of datagrams, are not kept: each takes some 8 kB, and a process has a few gigabytes. What came whole may be retired. */
const MAX_FLOWS = 200_000;
const ICMP_HEADER = 8;

export interface VantageName {
  name: string;
  source: string;
  interface: string | null;
  linkType: number;
  snaplen: number | null;
}

/** Reduces the frames of one vantage point to its digest. Memory grows with flows and anomalies, not with frames. */
export class Vantage {
  readonly about: VantageName;
  private readonly d: Dissection;
  private readonly coverage = new Coverage();
  private readonly tcp: TcpReader;
  private readonly datagrams: DatagramReader;
  private readonly errors: IcmpErrorTable;
  private readonly fragments = new FragmentTable();
  private readonly unreadable = new Map<number, number>();
  private packets = 0;
  /** Whether this is the share that what is no TCP connection belongs to. */
  private readonly isFirst: boolean;
  private cut: Digest["headersCut"] = null;

  /** `maxFlows`, `keepWhole`: connections kept, and of these such as came whole. `laneAfter`: frames before the fast lane opens. */
  constructor(
    about: VantageName,
    decode: DecodeOptions,
    share = wholeShare(),
    maxFlows = MAX_FLOWS,
    keepWhole = KEPT_WHOLE,
    laneAfter = LANE_AFTER,
  ) {
    this.about = about;
    this.isFirst = share.index === 0;
    this.d = new Dissection(decode);
    this.tcp = new TcpReader(Math.ceil(maxFlows / share.count), keepWhole, decode, this.d, share, laneAfter);
    this.datagrams = new DatagramReader(maxFlows);
    this.errors = new IcmpErrorTable(decode);
  }

  /**
   * Takes as many records in a row as only carry healthy connections on, or belong to another share, without dissection; `before` is
   * how many frames came in files before. The next frame must be read.
   */
  take(records: Records, before: number): void {
    const { frames } = this.coverage;
    this.tcp.lane.run(records, before, this.coverage);
    this.packets += this.coverage.frames - frames;
  }

  /** As `take`, of records that several threads read together; null where they cannot. */
  listing(records: Records): Listing | null {
    return this.tcp.lane.listing(records, this.coverage);
  }

  /** Takes what is this share's of so many listed frames, sorted out by the thread of share `by`. */
  takeListed(listing: Listing, items: number, count: number, by: number): void {
    let refused = 0;
    listing.take(items, count, by, (frame) => {
      this.dissect(frame);
      refused++;
    });
    this.packets += count - refused;
  }

  /** Where records are taken without being moved. */
  get room(): Uint8Array | null {
    return this.tcp.lane.room;
  }

  add(frame: Frame): void {
    this.coverage.count(frame.number, frame.seconds, frame.nanos);
    if (this.tcp.lane.take(frame, this.coverage)) this.packets++;
    else this.dissect(frame);
  }

  /** Reads a frame that `take` did not take. */
  read(frame: Frame): void {
    this.coverage.count(frame.number, frame.seconds, frame.nanos);
    this.dissect(frame);
  }

  private dissect(frame: Frame): void {
    if (linkLayer(frame.linkType) === PROTOCOL.none) {
      this.unreadable.set(frame.linkType, (this.unreadable.get(frame.linkType) ?? 0) + 1);
      return;
    }
    const d = this.d;
    dissect(d, frame.bytes, frame.start, frame.end, frame.wireLength, frame.linkType);
    if (d.cut && d.transport < 0) {
      if (this.cut === null) this.cut = { count: 1, frame: frame.number };
      else this.cut.count++;
    }
    if (d.ip < 0) return;
    this.packets++;
    const outerFragment = outerIsFragment(d);
    if (this.isFirst && (outerFragment || d.fragment)) this.fragment(outerFragment);
    if (d.transport < 0) return;
    const protocol = d.protocol[d.transport];
    if (protocol === PROTOCOL.tcp) this.tcp.read(d, frame, this.coverage, outerFragment);
    else if (!this.isFirst) return;
    else if (protocol === PROTOCOL.udp) this.datagrams.udp(d, this.coverage, outerFragment);
    else if (protocol === PROTOCOL.icmp) this.icmp(outerFragment);
    else if (protocol === PROTOCOL.icmpv6) this.icmpv6(outerFragment);
  }

  private fragment(outer: boolean): void {
    const f = fragmentOf(this.d, outer, this.coverage.frame, this.coverage.time);
    if (f !== null) this.fragments.add(f);
  }

  private icmp(outerFragment: boolean): void {
    const { bytes, start, transport } = this.d;
    const at = start[transport];
    const type = icmp.type(bytes, at);
    if (type === ICMP_TYPE.echo || type === ICMP_TYPE.echoReply) {
      this.datagrams.echo(this.d, this.coverage, outerFragment, type === ICMP_TYPE.echo);
    } else if (icmp.quotes(bytes, at)) {
      const mtu = icmp.isPacketTooBig(bytes, at) ? icmp.nextHopMtu(bytes, at) : null;
      this.error(4, type, icmp.code(bytes, at), mtu, at);
    }
  }

  private icmpv6(outerFragment: boolean): void {
    const { bytes, start, transport } = this.d;
    const at = start[transport];
    const type = icmpv6.type(bytes, at);
    if (type === ICMPV6_TYPE.echo || type === ICMPV6_TYPE.echoReply) {
      this.datagrams.echo(this.d, this.coverage, outerFragment, type === ICMPV6_TYPE.echo);
    } else if (icmpv6.quotes(bytes, at)) {
      const mtu = icmpv6.isPacketTooBig(bytes, at) ? icmpv6.mtu(bytes, at) : null;
      this.error(6, type, icmpv6.code(bytes, at), mtu, at);
    }
  }

  private error(family: 4 | 6, type: number, code: number, mtu: number | null, at: number): void {
    const d = this.d;
    const [source, destination] = endpointsOf(d, 0, 0);
    this.errors.add({
      family,
      type,
      code,
      mtu,
      source: source.address,
      destination: destination.address,
      ttl: ttlOf(d),
      bytes: d.bytes,
      quoteStart: at + ICMP_HEADER,
      quoteEnd: d.end[d.transport],
      frame: this.coverage.frame,
      time: this.coverage.time,
    });
  }

  /** Everything is read: nothing but `finish` follows. */
  settle(): Settled {
    return this.tcp.settle();
  }

  /** `keep`: which sound connections are kept (whole.ts). */
  finish(damage: Digest["damage"], dropped: number | null, keep = KEEP_ALL): Digest {
    const { flows, retired } = this.tcp.finish(keep);
    const joined = flows.some((f) => f.joined);
    const tcp = inOrder(flows.map((f) => f.finish()));
    return this.digest(tcp, relevant(retired, tcp), joined, damage, dropped);
  }

  /** The same of a share, to be joined with others: its flows are packed one by one, so that little is there twice. */
  finishShare(damage: Digest["damage"], dropped: number | null, keep = KEEP_ALL): PackedDigest {
    const { flows, retired } = this.tcp.finish(keep);
    const joined = flows.some((f) => f.joined);
    const packed = packFlows(finished(flows), flows.length);
    // What another share kept of two hosts, this one does not know.
    return { digest: this.digest([], retired, joined, damage, dropped), flows: packed };
  }

  private digest(
    tcp: Digest["tcp"],
    retired: Digest["retired"],
    joined: boolean,
    damage: Digest["damage"],
    dropped: number | null,
  ): Digest {
    const { about, coverage } = this;
    const coarsened: string[] = [];
    if (this.tcp.full || this.datagrams.full) coarsened.push("flows");
    if (retired !== null) coarsened.push("whole-flows");
    if (this.fragments.full) coarsened.push("fragments");
    if (this.errors.full) coarsened.push("icmp-errors");
    if (joined) coarsened.push("ranges");
    return {
      schema: "hopscope.digest/1",
      name: about.name,
      source: about.source,
      interface: about.interface,
      linkType: about.linkType,
      linkTypeName: linkTypeName(about.linkType),
      epoch: coverage.epoch ?? 0,
      frames: coverage.frames,
      packets: this.packets,
      start: coverage.start,
      end: coverage.end,
      snaplen: about.snaplen,
      dropped,
      damage,
      headersCut: this.cut,
      longestGap: coverage.gap,
      unreadable: [...this.unreadable].map(([linkType, frames]) => ({ linkType, frames })),
      tcp,
      datagrams: this.datagrams.flows.map((f) => f.finish()),
      icmpErrors: this.errors.finish(),
      fragments: this.fragments.finish(),
      retired,
      coarsened,
    };
  }
}

/** Finishes flows one after the other, and lets go of each. */
function* finished(flows: (TcpFlowState | null)[]): Generator<TcpFlow> {
  for (let i = 0; i < flows.length; i++) {
    const flow = flows[i];
    flows[i] = null;
    if (flow !== null) yield flow.finish();
  }
}
