import type { Share } from "../share.js";
import { ENGINE_CODE } from "./engine-code.js";
import { FRAME, KEY, MEMORY, PAGE, TCP_LAYER, UDP_LAYER } from "./layout.js";
import type { Memory, Together } from "./together.js";

/** What the engine (wasm/) does; addresses are bytes of its memory, hashes and ports 32-bit numbers. */
interface EngineCalls {
  follow(share: number, shares: number, seed: number): void;
  records(
    layout: number,
    little: boolean,
    unit: number,
    header: number,
    limit: number,
    linkType: number,
    interfaceId: number,
  ): void;
  run(from: number, end: number, first: number): number;
  takeAlone(start: number, end: number, linkType: number, number: number, time: number, wire: number): number;
  keepNoted(only: number): number;
  logUntil(limit: number): void;
  isOutside(hash: number): number;
  setOutside(hash: number): void;
  sound(rows: number): number;
  unknown(from: number, rows: number): number;
  giveUp(from: number, count: number): number;
  find(at: number, width: number, ports: number, hash: number): number;
  insert(at: number, width: number, ports: number, hash: number, row: number): void;
  key(at: number, width: number, ports: number, row: number): void;
  turn(row: number): void;
  remove(): void;
  forget(row: number): void;
  drop(row: number): void;
  fits(template: number, start: number, end: number, linkType: number): number;
  learned(templates: number): void;
  markPorts(table: number, layers: number, count: number): void;
  list(from: number, until: number, end: number, first: number, clock: number, items: number, most: number): number;
  outline(row: number): void;
  sortOut(items: number, count: number): void;
  takeListed(items: number, from: number, count: number, by: number, base: number): number;
  waiting(from: number, count: number, last: number): number;
}

/** As much of it as is used: what is pure knows neither Node's types nor a browser's. */
interface WebAssemblyApi {
  Module: new (code: Uint8Array) => object;
  Memory: new (size: { initial: number; maximum: number; shared?: boolean }) => Memory;
  Instance: new (module: object, imports: object) => { exports: unknown };
}

interface Globals {
  WebAssembly?: WebAssemblyApi;
  atob(base64: string): string;
}

/** The code of wasm/ at work, with its memory. Addresses that it is given, or gives, count from the beginning of all of the memory. */
export class Engine {
  readonly calls: EngineCalls;
  readonly buffer: ArrayBuffer;
  /** Where its own part of the memory begins. */
  readonly base: number;
  /** Where the first share's does. */
  readonly engines: number;
  /** All of the memory. */
  readonly memory: Uint8Array;
  /** Its own part. */
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;

  /** `base`: where its own part of the memory begins. `udpLayer`, `tcpLayer`: for the ports that name an encapsulation. */
  constructor(
    api: WebAssemblyApi,
    { module, memory, engines }: Together,
    base: number,
    share: Share,
    udpLayer: Uint8Array,
    tcpLayer: Uint8Array,
  ) {
    const imports = {
      own: { base },
      env: {
        memory,
        abort: () => {
          throw new Error("the engine of the lane gave up");
        },
      },
    };
    this.calls = new api.Instance(module, imports).exports as EngineCalls;
    this.buffer = memory.buffer;
    this.base = base;
    this.engines = engines;
    this.memory = new Uint8Array(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer, base, MEMORY);
    this.words = new Int32Array(memory.buffer, base, MEMORY / 4);
    this.doubles = new Float64Array(memory.buffer, base, MEMORY / 8);
    this.putPorts(udpLayer, UDP_LAYER);
    this.putPorts(tcpLayer, TCP_LAYER);
    this.calls.follow(share.index, share.count, share.seed);
  }

  /** Puts a bit for each port where `at` is, set where it names a layer. */
  private putPorts(layers: Uint8Array, at: number): void {
    this.bytes.set(layers, FRAME);
    this.calls.markPorts(at, this.base + FRAME, layers.length);
  }

  /** Puts the addresses of a packet, `width` words each, that lie in `b` at `at`, where `KEY` is. */
  putKey(b: Uint8Array, at: number, width: number): void {
    for (let i = 0; i < 8 * width; i++) this.bytes[KEY + i] = b[at + i];
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Compiled once; null where that cannot be. */
let compiled: object | null | undefined;

/** An engine; null where WebAssembly is not to be had (a page's policy may forbid it). */
export function startEngine(share: Share, udpLayer: Uint8Array, tcpLayer: Uint8Array): Engine | null {
  const { WebAssembly: api, atob } = globalThis as unknown as Globals;
  if (api === undefined) return null;
  const { together } = share;
  if (together !== undefined) {
    return new Engine(api, together, together.engines + share.index * MEMORY, share, udpLayer, tcpLayer);
  }
  try {
    compiled ??= compiled === undefined ? new api.Module(bytesOf(atob(ENGINE_CODE))) : null;
    if (compiled === null) return null;
    // All of it from the beginning, so that it never moves: what is not touched takes no room.
    const memory = new api.Memory({ initial: MEMORY / PAGE, maximum: MEMORY / PAGE });
    return new Engine(api, { module: compiled, memory, engines: 0 }, 0, share, udpLayer, tcpLayer);
  } catch {
    compiled = null;
    return null;
  }
}

/** What so many engines have in common, `code` in base64, with `room` bytes of memory for all before theirs; null where that is not to be had. */
export function togetherWith(code: string, engines: number, room: number): Together | null {
  const { WebAssembly: api, atob } = globalThis as unknown as Globals;
  if (api === undefined) return null;
  const before = Math.ceil(room / PAGE);
  const pages = before + (engines * MEMORY) / PAGE;
  try {
    const memory = new api.Memory({ initial: pages, maximum: pages, shared: true });
    return { module: new api.Module(bytesOf(atob(code))), memory, engines: before * PAGE };
  } catch {
    return null;
  }
}
