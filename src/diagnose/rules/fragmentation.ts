import type { CourtRule } from "./rule.js";

export const fragmentation: CourtRule = () => [];
