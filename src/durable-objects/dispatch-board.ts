import { DurableObject } from "cloudflare:workers";
import type { Ctx } from "#/ctx.ts";
import type { News } from "#/kernel/events.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Position } from "#/kernel/position.ts";
import type { Instant } from "#/kernel/time.ts";
import { admit } from "./board-door.ts";
import type { Filter } from "./board-filter.ts";
import { type Flush, openFlush } from "./board-flush.ts";
import { type Guard, lookBy, openGuard } from "./board-guard.ts";
import { type Message, positionMessage } from "./board-messages.ts";
import { openPositions, type Positions } from "./board-positions.ts";
import { openReader, type Reader } from "./board-reader.ts";
import { endings, streamResponse } from "./board-sinks.ts";
import { takeUpSockets } from "./board-sockets.ts";
import { openStore, type Store } from "./board-store.ts";
import { openTicketDesk, type TicketDesk } from "./board-ticket-desk.ts";
import type { TicketHolder } from "./board-tickets.ts";
import {
  type Admission,
  type Crowd,
  type Hooks,
  openViewers,
  together,
  type Viewer,
  type Viewers,
} from "./board-viewers.ts";
import { type Feed, openFeed } from "./event-feed.ts";
import { sharedRead } from "./shared-read.ts";
import type { Holder, ReadAt, Refusal, Reported } from "./stubs.ts";

/** The rights of those at sockets are read at least this often: a heartbeat would keep the board from hibernating. */
const SOCKETS_MS = 60_000;
/** After a pause without viewers, the board reads at most this many past events to find positions. */
const RECENT_EVENTS = 1000;
/** All who arrive within this time get the same snapshot. */
const SNAPSHOT_MS = 1000;

/** The first viewer loads the code that needs the database, because many isolates never have a viewer. */
const database = () => import("./board-log.ts");

/** The live dispatch board of one tenant: its viewers and the positions of its technicians. The object's name is the tenant id. */
export class DispatchBoard extends DurableObject<Cloudflare.Env> {
  readonly #store: Store;
  readonly #viewers: Viewers;
  readonly #feed: Feed;
  readonly #crowd: Crowd;
  readonly #guard: Guard;
  readonly #positions: Positions;
  readonly #flush: Flush;
  readonly #reader: Reader;
  readonly #desk: TicketDesk;
  readonly #snapshot = sharedRead(SNAPSHOT_MS, async () => {
    this.#snapshotsRead++;
    const { readSnapshot } = await database();
    return await readSnapshot(await this.#enter());
  });
  #snapshotsRead = 0;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#store = openStore(state.storage);
    this.#flush = openFlush(this.#store, () => this.#enter());
    const hooks: Hooks = {
      onGone: ({ ticket }) => ticket && this.#store.markTicketDropped(ticket, Date.now()),
      onBeat: () => this.#recheckIfDue(),
    };
    this.#viewers = openViewers(hooks);
    this.#feed = openFeed(this.#tenantId, hooks, (shard) => this.#enter(shard));
    this.#crowd = together(this.#viewers, this.#feed.viewers);
    this.#positions = openPositions(this.#store, {
      show: (messages) => this.#viewers.fanOut(messages),
      changed: () => this.#alarmBy(Date.now() + this.#flush.ms),
    });
    this.#guard = openGuard(
      this.#store,
      this.#crowd,
      lookBy(() => this.#enter()),
    );
    this.#desk = openTicketDesk(this.#store, this.#guard);
    this.#reader = openReader(
      this.#store,
      (shard) => this.#enter(shard),
      ({ messages, positions }) => {
        this.#viewers.fanOut(messages);
        for (const position of positions) this.ctx.waitUntil(this.#positions.moved(position));
      },
    );
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#store.markTicketsDropped(Date.now(), takeUpSockets(state, this.#viewers, this.#store.cursor()));
  }

  /** Takes the news, or reads them from the tenant's outbox in `shard`. Does nothing without live viewers: a later viewer starts with a snapshot. */
  async wake(_tenantId: string, shard: string, endsRights = false, news?: News): Promise<void> {
    this.#recheckIfDue();
    const show = () => (news ? this.#reader.take(news, shard) : this.#reader.pull(shard));
    const check = endsRights && this.#guard.check();
    await Promise.all([check, this.#viewers.someAreLive() && show(), this.#feed.pull(shard)]);
  }

  /** Shows and saves what a technician's device has read of its place, in any order; or returns why not. */
  async report(holder: Holder, technicianId: number, readings: readonly ReadAt[]): Promise<Reported | Refusal> {
    this.#recheckIfDue();
    const refusal = await this.#guard.refusalOfReport(holder, technicianId);
    return refusal ?? (await this.#positions.take(technicianId, readings));
  }

  /** How many snapshots this object has read since it is in memory. */
  snapshotsRead(): number {
    return this.#snapshotsRead;
  }

  /** The last position of each technician who has reported one. */
  positions(): Position[] {
    return this.#store.positions();
  }

  /** A ticket for one stream session of this user; `expiresAt` is the deadline for its first use. Null if the session is revoked. */
  issueTicket(holder: TicketHolder): Promise<{ ticket: string; expiresAt: Instant } | null> {
    return this.#desk.issue(this.#tenantId, holder);
  }

  /** Marks a ticket as used and returns its user; null if the ticket is not valid now. */
  redeemTicket(ticket: string): Promise<TicketHolder | null> {
    return this.#desk.redeem(ticket);
  }

  /** Closes the board of a suspended business: ends all streams and refuses positions. */
  close(): void {
    this.#store.setClosed(true);
    this.#crowd.endWhere(() => true, "ended");
  }

  /** Opens the board of a resumed business. */
  open(): void {
    this.#store.setClosed(false);
  }

  /** Opens a stream or socket for a viewer that the Worker has authenticated; 401 or 429 if they are not let in. */
  override async fetch(request: Request): Promise<Response> {
    const entering = await admit(request, { store: this.#store, guard: this.#guard, crowd: this.#crowd });
    if (typeof entering === "number") return new Response(null, { status: entering });
    const { admission, lastSeq } = entering;
    if (admission.filter.types) {
      const { stream, started } = this.#feed.open(admission, lastSeq, () => this.#guard.check());
      this.ctx.waitUntil(started);
      return streamResponse(stream);
    }
    if (request.headers.get("upgrade") === "websocket") return await this.#openSocket(admission, lastSeq);
    const { viewer, stream } = this.#viewers.open(admission);
    this.ctx.waitUntil(this.#start(viewer, lastSeq));
    return streamResponse(stream);
  }

  override webSocketMessage(socket: WebSocket): void {
    const [code, reason] = endings.unasked; // a ping is answered without waking the board
    socket.close(code, reason);
    this.#viewers.closeSocket(socket);
  }
  override webSocketClose(socket: WebSocket): void {
    socket.close(1000); // the other side waits for it
    this.#viewers.closeSocket(socket);
  }
  override webSocketError(socket: WebSocket): void {
    this.#viewers.closeSocket(socket);
  }

  /** Saves all changed positions and the next points of trails to the database. */
  async flush(): Promise<void> {
    await this.#flush.flush();
  }

  /** Runs half a minute after a position has changed, and while there are sockets. */
  override async alarm(): Promise<void> {
    const pause = await this.#flush.flushAndPlan(this.#tenantId);
    const now = Date.now();
    if (pause !== undefined) await this.#alarmBy(now + pause);
    this.#viewers.endWhere(({ timer, endsAt }) => timer === undefined && endsAt <= now, "over");
    await this.#watchSockets();
    if (!this.#viewers.isEmpty()) this.#recheckIfDue();
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }

  /** The context of this board's tenant; `shard` as in `enterBusiness`. */
  async #enter(shard?: string): Promise<Ctx> {
    const { enterBusiness } = await database();
    return await enterBusiness(this.env, this.ctx, this.#tenantId, shard);
  }

  async #openSocket(admission: Admission, lastSeq: number | null): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const viewer = this.#viewers.openSocket(this.ctx, server, admission);
    await this.#watchSockets();
    this.ctx.waitUntil(this.#start(viewer, lastSeq));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends a new viewer all missed events, then makes the viewer live. On an error the stream ends, and the client reconnects. */
  async #start(viewer: Viewer, lastSeq: number | null): Promise<void> {
    try {
      const { bringUpToDate } = await database();
      const sources = {
        enter: () => this.#enter(),
        snapshot: (filter: Filter) => this.#snapshotFor(filter),
        toldAfter: (seq: number) => (this.#viewers.someAreLive() ? this.#reader.toldAfter(seq) : undefined),
        viewers: this.#viewers,
      };
      await Promise.all([
        this.#guard.check(), // a right may have ended between the Worker's look and the opening
        bringUpToDate(sources, viewer, lastSeq),
      ]);
      if (!this.#viewers.someAreLive()) this.#reader.skipTo(viewer.cursor - RECENT_EVENTS);
      this.#viewers.goLive(viewer, this.#store.positions().map(positionMessage));
      await this.#reader.pull();
    } catch (error) {
      log("error", "a viewer could not be brought up to date", { tenant: this.#tenantId, error: errorText(error) });
      this.#viewers.end(viewer, "failed");
    }
  }

  async #snapshotFor(filter: Filter): Promise<Message> {
    const [technicianId] = filter.technicianIds;
    if (!filter.isOwn || technicianId === undefined) return (await this.#snapshot())(filter);
    const { readOwnSnapshot } = await database();
    return await readOwnSnapshot(await this.#enter(), technicianId);
  }

  #recheckIfDue(): void {
    if (!this.#guard.isDue()) return;
    const failed = (error: unknown) =>
      log("error", "rights were not read", { tenant: this.#tenantId, error: errorText(error) });
    this.ctx.waitUntil(this.#guard.check().catch(failed));
  }

  /** Sees to it that the alarm rings by then. */
  async #alarmBy(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at) await this.ctx.storage.setAlarm(at);
  }

  async #watchSockets(): Promise<void> {
    const end = this.#viewers.firstSocketEnd();
    if (end !== undefined) await this.#alarmBy(Math.min(end, Date.now() + SOCKETS_MS));
  }
}
