import { chance } from "./conversations/chance.js";
import type { Conversation } from "./conversations/conversation.js";
import { datagrams } from "./conversations/datagrams.js";
import { ends } from "./conversations/ends.js";
import { limits } from "./conversations/limits.js";
import { size } from "./conversations/size.js";

export const CONVERSATIONS: readonly Conversation[] = [...chance, ...ends, ...size, ...limits, ...datagrams];
