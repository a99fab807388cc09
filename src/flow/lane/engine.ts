import type { Share } from "../share.js";
import { ENGINE_CODE } from "./engine-code.js";
import { KEY, MEMORY, PAGE, TCP_LAYER, UDP_LAYER } from "./layout.js";

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
  take(start: number, end: number, linkType: number, number: number, time: number, wire: number): number;
  logUntil(limit: number): void;
  find(at: number, width: number, ports: number, hash: number): number;
  insert(at: number, width: number, ports: number, hash: number, row: number): void;
  key(at: number, width: number, ports: number, row: number): void;
  turn(row: number): void;
  remove(): void;
  forget(row: number): void;
  drop(row: number): void;
  fits(template: number, start: number, end: number, linkType: number): number;
  learned(templates: number): void;
}

/** As much of it as is used: what is pure knows neither Node's types nor a browser's. */
interface WebAssemblyApi {
  Module: new (code: Uint8Array) => object;
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { exports: unknown };
}

interface Globals {
  WebAssembly?: WebAssemblyApi;
  atob(base64: string): string;
}

/** The code of wasm/ at work, with its memory. */
export class Engine {
  readonly calls: EngineCalls;
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;

  /** `udpLayer`, `tcpLayer`: for the ports that name an encapsulation. */
  constructor(api: WebAssemblyApi, module: object, share: Share, udpLayer: Uint8Array, tcpLayer: Uint8Array) {
    // All of it from the beginning, so that it never moves: what is not touched takes no room.
    const memory = new api.Memory({ initial: MEMORY / PAGE, maximum: MEMORY / PAGE });
    const imports = {
      env: {
        memory,
        abort: () => {
          throw new Error("the engine of the lane gave up");
        },
      },
    };
    this.calls = new api.Instance(module, imports).exports as EngineCalls;
    this.buffer = memory.buffer;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.doubles = new Float64Array(memory.buffer);
    this.putPorts(udpLayer, UDP_LAYER);
    this.putPorts(tcpLayer, TCP_LAYER);
    this.calls.follow(share.index, share.count, share.seed);
  }

  /** Puts a bit for each port where `at` is, set where it names a layer. */
  private putPorts(layers: Uint8Array, at: number): void {
    for (let port = 0; port < layers.length; port++) {
      if (layers[port] !== 0) this.bytes[at + (port >> 3)] |= 1 << (port & 7);
    }
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
  try {
    compiled ??= compiled === undefined ? new api.Module(bytesOf(atob(ENGINE_CODE))) : null;
    return compiled === null ? null : new Engine(api, compiled, share, udpLayer, tcpLayer);
  } catch {
    compiled = null;
    return null;
  }
}
