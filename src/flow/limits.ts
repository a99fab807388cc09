/** What a flow goes by wherever its packets are counted, here or in the lane's engine (wasm/): nothing but whole numbers, for both compilers. */

/** Bytes of the headers of IP and of TCP, without options. */
export const IPV4_AND_TCP = 40;
export const IPV6_AND_TCP = 60;
/** The largest IP packet of Ethernet, as long as nothing says otherwise. */
export const LARGEST_ORDINARY = 1500;

/** Nanoseconds of the stretches of time that are told apart at first of what was retired. */
export const FIRST_STRETCH = 0x10000000;

/** Nanoseconds without new data after which more of it is worth a note. */
export const PAUSE = 1_000_000_000;

/** Of each direction so many packets at its beginning may be samples; then only those with a hash up to `RARE_SAMPLE`, so that few are looked at. */
export const SAMPLED_FIRST = 16;
export const RARE_SAMPLE = 0x0fffffff;

/** What TLS the next payload of a side may tell: nothing; something where it begins like a record; it is the first. */
export const TLS_DONE = 0;
export const TLS_STARTS = 1;
export const TLS_FIRST = 2;
