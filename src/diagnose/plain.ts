import type { Conversation, Correlation } from "../correlate/conversation.js";
import type { TcpDirection } from "../flow/digest.js";
import { isUnanswered } from "./assess.js";
import type { Case, Side } from "./case.js";

/**
 * Whether there is nothing to say of a flow but how far it came: from both SYNs on every byte came once, in order, wherever it was seen,
 * and was acknowledged. What `assess` would find out is known then, and most flows are never assessed.
 */
export function isPlain(c: Correlation, { views, doubles }: Conversation): boolean {
  if (doubles.length > 0) return false;
  const [{ flow: first }] = views;
  for (const { point, flow } of views) {
    const { toServer, toClient } = flow;
    if (!cameWhole(toServer, toClient, first.toServer) || !cameWhole(toClient, toServer, first.toClient)) return false;
    const mayWait = toClient.covered.length === 0 || toServer.fin !== null;
    if (mayWait && isUnanswered(toServer, toClient, c.digests[point].end)) return false;
  }
  return true;
}

/** `reference`: the same direction at the first point. */
function cameWhole(sent: TcpDirection, back: TcpDirection, reference: TcpDirection): boolean {
  const { syn, fin, covered } = sent;
  if (syn === null || sent.rst !== null || sent.ack === null || sent.packets <= syn.count) return false;
  if (sent.segments.length > 0 || sent.late.count > 0 || sent.zeroWindow.length > 0) return false;
  if (sent.sacked.length > 0 || sent.tls?.alert != null) return false;
  if (covered.length > 2 || (covered.length === 2 && covered[0] !== 1)) return false;
  const end = covered.length === 0 ? 1 : covered[1];
  if (end !== (reference.covered[1] ?? 1) || back.ack === null) return false;
  return fin === null ? back.ack === end : fin.at === end && back.ack >= end;
}

/** A plain flow: what nobody asks for is not worked out. */
export class PlainCase implements Case {
  readonly plain = true;
  readonly handshake = "complete";
  readonly failed = false;
  readonly outcome: Case["outcome"];
  readonly conversation: Conversation;
  private readonly assess: () => Case;
  private assessed: Case | null = null;

  constructor(conversation: Conversation, assess: () => Case) {
    this.conversation = conversation;
    const closed = conversation.views.some(({ flow }) => flow.toServer.fin !== null || flow.toClient.fin !== null);
    this.outcome = closed ? "completed" : "open";
    this.assess = assess;
  }

  private get whole(): Case {
    this.assessed ??= this.assess();
    return this.assessed;
  }

  get toServer(): Side {
    return this.whole.toServer;
  }

  get toClient(): Side {
    return this.whole.toClient;
  }

  get silence(): number {
    return this.whole.silence;
  }

  get waited(): number {
    return this.whole.waited;
  }
}
