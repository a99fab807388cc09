import type { TcpFlow } from "../flow/digest.js";
import { alignViews, type DirectionView } from "./align.js";
import type { Conversation, FlowDirection, Journeying } from "./conversation.js";
import { type DirectionLoss, followBytes, type Listening } from "./loss.js";
import type { View } from "./match.js";
import { type Cutting, cuttingOf } from "./wire.js";

/** A conversation whose directions are followed when they are first asked for: of most flows nobody asks. */
export class FollowedConversation implements Conversation {
  readonly id: string;
  readonly protocol = "tcp";
  readonly family: 4 | 6;
  readonly views: View<TcpFlow>[];
  readonly doubles: View<TcpFlow>[];
  private readonly listening: Listening;
  private up: Journeying | null = null;
  private down: Journeying | null = null;

  /** `views` run from the client's end to the server's, one a point. */
  constructor(id: string, views: View<TcpFlow>[], doubles: View<TcpFlow>[], listening: Listening) {
    this.id = id;
    this.family = views[0].flow.client.address.includes(":") ? 6 : 4;
    this.views = views;
    this.doubles = doubles;
    this.listening = listening;
  }

  get toServer(): Journeying {
    this.up ??= this.follow("client-to-server", this.views);
    return this.up;
  }

  get toClient(): Journeying {
    this.down ??= this.follow("server-to-client", [...this.views].reverse());
    return this.down;
  }

  private follow(direction: FlowDirection, ordered: View<TcpFlow>[]): Journeying {
    const aligned = alignViews(ordered, direction === "client-to-server");
    return new Followed(direction, aligned, cuttingOf(aligned, this.family), this.listening);
  }
}

class Followed implements Journeying {
  readonly direction: FlowDirection;
  readonly views: DirectionView[];
  readonly cutting: Cutting;
  private readonly listening: Listening;
  private followed: DirectionLoss | null = null;

  constructor(direction: FlowDirection, views: DirectionView[], cutting: Cutting, listening: Listening) {
    this.direction = direction;
    this.views = views;
    this.cutting = cutting;
    this.listening = listening;
  }

  get loss(): DirectionLoss {
    this.followed ??= followBytes(this.views, this.cutting, this.listening);
    return this.followed;
  }
}
