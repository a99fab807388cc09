import { transportChecksum } from "../dissect/checksum.js";
import type { Dissection } from "../dissect/dissection.js";
import { encapsulationOf } from "../dissect/encapsulation.js";
import { TCP_FLAG, tcp } from "../dissect/tcp.js";
import { scanTcpOptions, TcpOptions } from "../dissect/tcp-options.js";
import { checksumWord } from "./checksum-word.js";
import type { Coverage } from "./coverage.js";
import { FlowTable } from "./flow-key.js";
import {
  addressesAt,
  addressLength,
  dontFragment,
  endpointsOf,
  identificationOf,
  ipSize,
  ttlOf,
} from "./innermost-ip.js";
import { TcpFlowState, type TcpPacket } from "./tcp-flow.js";

/** Checksums are verified on this many packets of a direction, on every SYN, and once something is sent again. */
const CHECKSUMS_SAMPLED = 24;
const PROTOCOL_NUMBER = 6;

/** Hands the TCP packets of one vantage point to their flows. */
export class TcpReader {
  private readonly table = new FlowTable<TcpFlowState>();
  private readonly options = new TcpOptions();
  private readonly packet: TcpPacket;
  private readonly maxFlows: number;
  full = false;

  constructor(maxFlows: number) {
    this.maxFlows = maxFlows;
    this.packet = {
      frame: 0,
      time: 0,
      sequence: 0,
      acknowledgment: 0,
      flags: 0,
      window: 0,
      payload: 0,
      size: 0,
      ttl: 0,
      identification: -1,
      dontFragment: false,
      outerFragment: false,
      options: this.options,
      checksum: null,
      bytes: new Uint8Array(0),
      payloadStart: 0,
      payloadEnd: 0,
    };
  }

  get flows(): readonly TcpFlowState[] {
    return this.table.all;
  }

  read(d: Dissection, now: Coverage, outerFragment: boolean): void {
    const b = d.bytes;
    const at = d.start[d.transport];
    const p = this.packet;
    this.fill(d, at, now, outerFragment);
    const addresses = addressesAt(d);
    const length = addressLength(d);
    const source = tcp.sourcePort(b, at);
    const destination = tcp.destinationPort(b, at);
    let entry = this.table.find(b, addresses, length, source, destination, PROTOCOL_NUMBER);
    let from = this.table.from;
    if (entry === null || entry.value.isNewConnection(from, p)) {
      if (this.table.all.length >= this.maxFlows) {
        this.full = true;
        return;
      }
      const state = new TcpFlowState(endpointsOf(d, source, destination));
      entry = this.table.insert(b, addresses, length, source, destination, PROTOCOL_NUMBER, state);
      from = 0;
    }
    const flow = entry.value;
    const own = flow.side[from];
    const syn = (p.flags & TCP_FLAG.syn) !== 0;
    const verified = own.checksums.verified < CHECKSUMS_SAMPLED || syn || own.lastRepeat.isSet;
    p.checksum = verified ? checksumWord(transportChecksum(d)) : null;
    flow.encapsulations.add(encapsulationOf(d));
    flow.add(from, p);
  }

  private fill(d: Dissection, at: number, now: Coverage, outerFragment: boolean): void {
    const b = d.bytes;
    const p = this.packet;
    const headerLength = tcp.headerLength(b, at);
    p.frame = now.frame;
    p.time = now.time;
    p.sequence = tcp.sequence(b, at);
    p.acknowledgment = tcp.acknowledgment(b, at);
    p.flags = tcp.flags(b, at);
    p.window = tcp.window(b, at);
    p.size = ipSize(d);
    p.payload = Math.max(0, d.start[d.ip] + p.size - at - headerLength);
    p.ttl = ttlOf(d);
    p.identification = identificationOf(d);
    p.dontFragment = dontFragment(d);
    p.outerFragment = outerFragment;
    scanTcpOptions(this.options, b, at, d.end[d.transport]);
    if (!this.options.timestamps) this.options.timestampValue = 0;
    p.bytes = b;
    p.payloadStart = at + headerLength;
    p.payloadEnd = Math.min(d.end[d.transport], p.payloadStart + p.payload);
  }
}
