/**
 * The engine of the lane (src/flow/lane/lane.ts), compiled to WebAssembly: what is done for every frame of a capture. Its memory is laid
 * out in src/flow/lane/layout.ts, and shared with the other side, which does all that is rare.
 */
export { find, forget, insert, isOutside, key, remove, setOutside, turn } from "./connections";
export { logUntil } from "./count";
export { sortOut, takeListed } from "./items";
export { drop } from "./kept";
export { outline } from "./outline";
export { list, records, run } from "./records";
export { keepNoted } from "./samples";
export { giveUp, sound, unknown } from "./sound";
export { follow, takeAlone } from "./take";
export { fits, learned, markPorts } from "./templates";
export { waiting } from "./waiting";
