import type { Catalogue } from "./say.js";

export const en: Catalogue = {};
