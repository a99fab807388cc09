import type { DatagramConversation, FlowDirection } from "../../correlate/conversation.js";
import type { DatagramDirection } from "../../flow/digest.js";

/** Several conversations taken as one: each on a port of its own, between the same two hosts. */
export interface Together extends DatagramConversation {
  members: DatagramConversation[];
}

export function membersOf(c: DatagramConversation): readonly DatagramConversation[] {
  return "members" in c ? (c as Together).members : [c];
}

/** One datagram's way: at which points it was seen whole, and where it was last. */
export interface Fate {
  hash: number;
  /** IP bytes of the whole datagram. */
  size: number;
  /** Nanoseconds of the common clock when first seen. */
  time: number;
  /** Indices into the direction's views; -1 when never. */
  lastWhole: number;
  lastSeen: number;
  /** First later view that was listening and lacks it whole; the number of views when there is none. */
  missing: number;
  /** Whether it was in fragments at the last point that saw it, or the first that lacks a part of it. */
  fragmented: boolean;
  /** Its frame where it was last whole, else in fragments: of the view `frameAt`. */
  frame: number;
  frameAt: number;
  /** Views that lack it although it was seen nearer the receiver: their captures missed it. */
  missedAt: number[];
}

export interface DirectionFates {
  conversation: DatagramConversation;
  direction: FlowDirection;
  views: { point: number; sent: DatagramDirection }[];
  fates: Fate[];
  delivered: Fate[];
  lost: Fate[];
}
