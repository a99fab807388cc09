/** Keys of the terms of a sum. */
export type Term = string;
