/** A rule broken on purpose: text of the build that is replaced. Each must be found out by some scenario or conversation. */
export interface Mutant {
  /** Below `dist`. */
  file: string;
  /** Occurs exactly once. */
  find: string;
  replace: string;
  /** What is wrong about it. */
  why: string;
  /** The scenario that is tried first, to save time. */
  shownBy?: string;
}
