/**
 * What lies where in the memory that the lane's engine (wasm/) shares with this side. Compiled by both compilers, so that there is one
 * truth: nothing but constants of whole numbers.
 *
 * A row of the lane is one flow's, while it is in the lane: what is scattered over memory takes longer to fetch than to change,
 * so what nearly every packet touches lies in two cache lines, the header's and one of the side that sent it. What is rarer follows
 * behind both sides.
 *
 * Numbers of 32 bits and doubles lie side by side; places count in units of 4 bytes, those of doubles (`..._TIME`) in units of 8.
 */
export const ROW = 80;
export const SIDES = 16;
export const SIDE = 16;
/** From the beginning of a side to what is rarer of it. */
export const RARER = 32;

/** Of the header: the first address words of the side that sent first and of the other, their ports. */
export const SOURCE = 0;
export const DESTINATION = 1;
export const PORTS = 2;
/** Number of the frames' template, counted from 1; 0 while the flow is not in the lane. Above it, bits of a folded flow. */
export const TEMPLATE = 3;
export const TEMPLATE_MASK = 0xff;
/** Of a flow nothing lies outside of this memory: it is folded. Its SYN-ACK is awaited. Its first side sent a FIN, in the next bit its other side, or both. */
export const FOLDED = 0x100;
export const OPENING = 0x200;
export const FIRST_FIN = 0x400;
export const BOTH_FINS = 0xc00;
/** Nobody outside of the engine knows of it yet. */
export const UNKNOWN = 0x1000;
/** For each side in turn: the next sequence number, the highest acknowledgment sent, the first sequence number of the run. */
export const NEXT = 4;
export const ACKED = 6;
export const START = 8;
/** For each side in turn: no payload of a frame before this one waits for its acknowledgment; 0 where none waits. */
export const UNACKED = 10;
/** For each side in turn: hashes above are no sample. */
export const SAMPLE_LIMIT = 12;
/** A byte each: lowest and highest time to live of the first side, and of the other. Others are news. */
export const TTLS = 14;
/** 16 bits for each side: what TLS may follow (the lowest two), and how many checksums are still to be verified. */
export const CHECKS = 15;
/** Of a folded flow: what may tell something of TLS is kept. As the values of `TLS_`. */
export const TLS_KEPT = 3;
/** The most that 14 bits hold: all checksums are to be verified. */
export const ALL_CHECKSUMS = 0x3fff;

/** Of a side, from its beginning. */
export const PACKETS = 0;
export const BARES = 1;
/** The last frame with payload, with an acknowledgment that was progress, without payload. */
export const NEW_FRAME = 2;
export const ACK_FRAME = 3;
export const BARE_FRAME = 4;
/** The window as the header says it, in the lower half; the largest packet without payload in the upper. */
export const WINDOW_AND_BARE = 5;
/** IP identification of the last payload. */
export const LAST_ID = 6;
/** Packets with the don't-fragment bit. */
export const DF_SET = 7;
/** The size of the last packet with payload, and how many had it. The last of these is `NEW_FRAME`. */
export const SIZE = 8;
export const COUNT = 9;
export const NEW_TIME = 5;
export const ACK_TIME = 6;
export const BARE_TIME = 7;
/** Of what is rarer: the first packet of that size. */
export const FIRST_FRAME = 32;
/** Checksums that were right, times 32, and samples not yet given to the flow. */
export const TALLIES = 33;
/** The size before that one. */
export const OTHER_SIZE = 34;
export const OTHER_COUNT = 35;
export const OTHER_FIRST_FRAME = 36;
export const OTHER_LAST_FRAME = 37;
/** The last payload before a pause. */
export const PAUSE_FRAME = 38;
export const FIRST_TIME = 20;
export const OTHER_FIRST_TIME = 21;
export const OTHER_LAST_TIME = 22;
export const PAUSE_TIME = 23;
/** In place of a frame: the last payload before the run. */
export const BEFORE_RUN = -1;
export const ONE_VERIFIED = 32;
export const SAMPLES_MASK = 31;

/**
 * What else there is of a folded flow, or of a row the hash of its key, in a row of its own: the first and the last of its kept
 * pieces, and their bytes; that hash; for each side in turn where the next TLS record is due, and whether that is known, the frame and the time of its FIN, and the MSS that
 * its SYN offered, plus one, 0 where it offered none.
 */
export const FOLD = 16;
export const KEPT_FIRST = 0;
export const KEPT_LAST = 1;
export const KEPT_BYTES = 2;
export const FOLD_HASH = 3;
export const DUE = 4;
export const DUE_KNOWN = 6;
export const FIN_FRAME = 8;
export const FIN_TIME = 5;
export const MSS = 14;

/** A kept piece: where the next is, frame, time (a double), bytes, then `PIECE_WIRE`, its sequence number, its side and what it is; behind them the bytes. */
export const PIECE = 32;
export const PIECE_NEXT = 0;
export const PIECE_FRAME = 1;
export const PIECE_TIME = 1;
export const PIECE_LENGTH = 4;
/** Of a whole frame its length on the wire, of payload how much the packet had of it. */
export const PIECE_WIRE = 5;
export const PIECE_SEQUENCE = 6;
/** The side, and `WHOLE_FRAME` where it is a frame. */
export const PIECE_KIND = 7;
export const WHOLE_FRAME = 2;
/** Pieces take room in units of this, and at most so many of them. */
export const KEPT_UNIT = 64;
export const KEPT_UNITS = 48;
/** Bytes kept of a flow at most: hello and certificates have some 6000. */
export const KEPT_MOST = 0x4000;

/** Samples of a side gathered before the flow takes them: hash, frame, time (a double). */
export const SAMPLE_ROOM = 24;
export const SAMPLE = 4;
export const SAMPLES = 192;

/**
 * The packets that the lane took last, by the numbers of their frames: time (a double), then sequence number, acknowledgment, size
 * and identification, window and flags, timestamp value, and the number of the frame before from the same side. It is written
 * from one end to the other, so that it costs little; only a flow that leaves the lane looks back.
 */
export const ENTRY = 8;
export const SEQUENCE = 2;
export const ACKNOWLEDGMENT = 3;
/** The size in the upper half, the identification in the lower. */
export const SIZE_AND_ID = 4;
/** The window in the upper half; whether there is a timestamp option, and the flags, in the lower. */
export const WINDOW_AND_FLAGS = 5;
export const TIMESTAMP = 6;
export const BEFORE = 7;
export const STAMPED = 0x8000;
/** Frames remembered: a second of a quarter of a million packets is more than a mirror port is behind. */
export const LOGGED = 0x40000;

/** What decides how frames of one kind are laid out, in units of 4 bytes: see frame-template.ts. */
export const TEMPLATE_ROOM = 512;
export const MOST_TEMPLATES = 8;
export const T_LINK_TYPE = 0;
export const T_IP = 1;
export const T_TCP = 2;
export const T_IS_IPV4 = 3;
/** How many times 16 bytes decide; just past its lengths, its ports: places in the template; the lengths begin at `T_LISTS`. */
export const T_BLOCKS = 4;
export const T_LENGTHS_END = 5;
export const T_PORTS_END = 6;
export const T_LISTS = 8;
/** Which bits decide, from the frame's first byte on, and what they are. */
export const T_MASKS = 128;
export const T_VALUES = 320;
export const T_MOST_BLOCKS = 48;

/** Rows of flows in the lane at once; what is beyond goes the long way. */
export const MOST_ROWS = 0x20000;
/** Address words kept outside of the rows: IPv6 has four each. */
export const FAR = 8;

/** Bytes of memory, from its beginning: the clock (7 doubles, as in coverage.ts), and beyond it what the engine says where it stops. */
export const CLOCK = 1024;
export const STOP_AT = 1088;
export const STOP_NUMBER = 1092;
export const STOP_ROW = 1096;
export const STOP_SIDE = 1100;
export const LAST_LOGGED = 1104;
/** Of a SYN that may begin a connection: where its addresses lie, words of each, ports, hash; its template, counted from 1. */
export const NEW_ADDRESSES = 1108;
export const NEW_WIDTH = 1112;
export const NEW_PORTS = 1116;
export const NEW_HASH = 1120;
export const NEW_TEMPLATE = 1124;
/** How many rows of flows that both sides closed, and acknowledged so, wait to be looked at; they follow at `CLOSED`. */
export const CLOSED_COUNT = 1128;
/** Whose noted samples cannot be kept before others are given away. */
export const NOTED_ROW = 1132;
export const NOTED_SIDE = 1136;
export const CLOSED = 0x4000;
export const CLOSED_ROOM = 1024;
/** For each number of units the first piece of that size that was given back. */
export const KEPT_FREE = 0x3000;
/** How many connections the engine may begin by itself; rows that are free, which lie at `SPARES`; rows of flows that are `UNKNOWN`. */
export const MAY_BEGIN = 1140;
export const SPARE_COUNT = 1144;
export const UNKNOWN_COUNT = 1148;
/** Of what was fetched ahead, so that it is. */
export const FETCHED = 1024 + 56;
/** The addresses of a packet that is looked for, as they lie in its header. */
export const KEY = 1152;
/**
 * Samples of folded flows that were noted, for their rows to take them, if they are those flows' still: row and side, hash, frame, how often the row had
 * been given up, time (a double).
 */
export const NOTE = 24;
export const NOTE_HASH = 4;
export const NOTE_FRAME = 8;
export const NOTE_GENERATION = 12;
export const NOTE_TIME = 16;
export const MOST_NOTED = 0x100000;
/**
 * What there is to say of a folded flow that is given up, in doubles: packets and payload bytes of both sides; then of each side the size of the
 * largest packet that passed, 0 where there is none, its frame, how many packets with payload, the first one's time and the last one's.
 */
export const OUTLINE = 0x700;
export const OUTLINE_SIDE = 2;
export const OUTLINE_SIZE = 5;
export const OUTLINE_ROOM = 0x60;
/** A bit for each port, set where it names a layer: UDP's and TCP's. */
export const UDP_LAYER = 0x10000;
export const TCP_LAYER = 0x12000;
export const TEMPLATES = 0x30000;
/** What is read of a capture: so many bytes of it that were read to here, or that were moved here, or one frame, or the headers of one. */
export const INPUT = 0x40000;
export const INPUT_ROOM = 0x40000;
export const MOVED = 0x80000;
export const MOVED_ROOM = 0x20000;
export const FRAME = 0xa0000;
export const FRAME_ROOM = 0x20000;
export const HEADERS = 0x2000;
export const HEADERS_ROOM = 0x800;
export const LOG = 0xc0000;
/** Two rooms for the table of connections, in turn. Four slots for each row. */
export const SLOTS = 0x8c0000;
export const SLOTS_ROOM = 0x200000;
export const FAR_WORDS = 0x10c0000;
export const ROWS = 0x14c0000;
export const SAMPLED = 0x3cc0000;
export const FOLDS = 0x9cc0000;
export const KEPT = 0xa4c0000;
export const KEPT_END = 0xd4c0000;
export const NOTED = 0xd4c0000;
export const SPARES = 0xecc0000;
/** A bit for some of a hash: set where a connection of such a hash is known outside of the engine and may have no row. */
export const OUTSIDE = 0xed40000;
export const OUTSIDE_BITS = 0x400000;
/** Rows of sound connections that are `UNKNOWN`, and what decides which of them are kept. */
export const SOUND_ROWS = 0xedc0000;
export const SOUND_ORDERS = 0xee40000;
/** Of each row how often its flow was given up. */
export const GENERATIONS = 0xeec0000;
export const MEMORY = 0xef40000;
export const PAGE = 0x10000;

/**
 * Why the engine stopped: nothing whole is left; the next frame is not for it; the log must be turned; a size, or samples, must be given
 * away; a SYN may begin a connection, and whether it does is not for the engine to say; flows that were closed must be looked at; as many samples are noted as can be.
 */
export const STOP_END = 0;
export const STOP_REFUSED = 1;
export const STOP_LOG = 2;
export const STOP_SIZES = 3;
export const STOP_SAMPLES = 4;
export const STOP_NEW = 5;
export const STOP_CLOSED = 6;
export const STOP_NOTED = 7;

/** Layouts of records. */
export const PCAP = 0;
export const PCAPNG = 1;

/**
 * A frame that is listed, or at hand: where it lies in the memory, bytes captured, on the wire, number, time (a double); then, once it is sorted
 * out, as its kind its template, the share that it belongs to, its time to live and how many words the headers of IP and TCP have, in bytes from the lowest; its connection's hash, 0 where that
 * is not known; the first address words of source and destination, both ports; and as the log has them sequence number,
 * acknowledgment, size (0: too large) and identification, window and flags, timestamp value.
 */
export const ITEM = 64;
export const ITEM_BODY = 0;
export const ITEM_CAPTURED = 4;
export const ITEM_WIRE = 8;
export const ITEM_NUMBER = 12;
export const ITEM_TIME = 16;
export const ITEM_KIND = 24;
export const ITEM_HASH = 28;
export const ITEM_SOURCE = 32;
export const ITEM_DESTINATION = 36;
export const ITEM_PORTS = 40;
export const ITEM_SEQUENCE = 44;
export const ITEM_ACKNOWLEDGMENT = 48;
export const ITEM_SIZE_AND_ID = 52;
export const ITEM_WINDOW_AND_FLAGS = 56;
export const ITEM_TIMESTAMP = 60;
/** In place of a share: no template fits, so that it is everybody's. */
export const EVERYBODYS = 0xff;
/** Beside the flags: words of the TCP header; whether the don't-fragment bit is set; whether there are other options than one timestamp. */
export const HEADER_WORDS = 8;
export const DONT_FRAGMENT = 0x1000;
export const OTHER_OPTIONS = 0x2000;
/** The frame that is taken alone. */
export const AT_HAND = 0x580;
/** For each thread that sorts frames out and each of its templates this one's that is the same, plus one; 0 where none is known. */
export const KINDS = 0x600;
