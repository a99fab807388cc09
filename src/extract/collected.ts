import { type WrittenFrame, pcapngWriter as writer } from "../capture/pcapng-writer.js";

/** A vantage point as it is written: an interface of its own. */
export interface WrittenPoint {
  id: string;
  snaplen: number | null;
  /** Frames its capture says it lost, null where it says nothing. */
  dropped: number | null;
}

interface Kept {
  frame: Omit<WrittenFrame, "interfaceIndex">;
  point: string;
  linkType: number;
  /** Of the frame, or of a later one that stands before it in its capture. */
  seconds: number;
  nanos: number;
}

/** The frames of an extract, of all vantage points, until they are written. */
export class Collected {
  private readonly kept: Kept[] = [];
  private readonly latest = new Map<string, Kept>();

  get frames(): number {
    return this.kept.length;
  }

  /** Frames of one vantage point come in the order of its capture. */
  add(point: string, linkType: number, frame: Kept["frame"]): void {
    const last = this.latest.get(point);
    const { seconds, nanos } = frame;
    const kept = { frame, point, linkType, seconds, nanos };
    // Within a vantage point the order of its capture stays, which means something even where its times go back.
    if (last !== undefined && (seconds < last.seconds || (seconds === last.seconds && nanos < last.nanos))) {
      kept.seconds = last.seconds;
      kept.nanos = last.nanos;
    }
    this.latest.set(point, kept);
    this.kept.push(kept);
  }

  /** One pcapng file, piece by piece: an interface for each vantage point and link type, and all frames in the order of time. */
  *file(points: readonly WrittenPoint[], application: string, comments: readonly string[]): Generator<Uint8Array> {
    yield writer.section(application, comments);
    const rank = new Map(points.map((point, i) => [point.id, i]));
    const rankOf = (point: string) => rank.get(point) ?? points.length;
    this.kept.sort((a, b) => a.seconds - b.seconds || a.nanos - b.nanos || rankOf(a.point) - rankOf(b.point));
    const interfaces = new Map<string, number>();
    for (const { id, snaplen } of points) {
      const linkTypes = new Set(this.kept.filter((k) => k.point === id).map((k) => k.linkType));
      for (const linkType of linkTypes) {
        interfaces.set(`${id} ${linkType}`, interfaces.size);
        yield writer.interface({ name: id, linkType, snaplen: snaplen ?? 0 });
      }
    }
    for (const { frame, point, linkType } of this.kept) {
      const interfaceIndex = interfaces.get(`${point} ${linkType}`);
      if (interfaceIndex !== undefined) yield writer.frame({ ...frame, interfaceIndex });
    }
    for (const { id, dropped } of points) {
      const last = this.latest.get(id);
      const interfaceIndex = last === undefined ? undefined : interfaces.get(`${id} ${last.linkType}`);
      if (dropped === null || last === undefined || interfaceIndex === undefined) continue;
      yield writer.statistics(interfaceIndex, last.seconds, last.nanos, dropped);
    }
  }
}
