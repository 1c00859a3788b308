import { DurableObject } from "cloudflare:workers";
import type { Ctx } from "#/ctx.ts";
import { clockNow } from "#/kernel/clock.ts";
import type { Position } from "#/kernel/geo.ts";
import { errorText, log } from "#/kernel/log.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { type Flush, openFlush } from "./board-flush.ts";
import { type Guard, openGuard } from "./board-guard.ts";
import { eventMessage, positionIn, positionMessage } from "./board-messages.ts";
import type { Rights } from "./board-rights.ts";
import { FOR_EVER, openStore, type Store } from "./board-store.ts";
import { oncePerSecond } from "./board-throttle.ts";
import { firstUseEnds, sessionEnds, type TicketHolder } from "./board-tickets.ts";
import { openTrack, type Track } from "./board-track.ts";
import { openViewers, type Viewer, type Viewers } from "./board-viewers.ts";
import { sharedRead } from "./shared-read.ts";
import type { Holder, ReadAt, Refusal, Reported, StreamRequest } from "./stubs.ts";

/** A stream ends after an hour at the latest, so its viewer must reconnect with new credentials. */
const STREAM_MS = 60 * 60_000;
/** After a pause without viewers, the board reads at most this many past events to find positions. */
const RECENT_EVENTS = 1000;
/** How many streams one session or API key may have open. */
const STREAMS_PER_HOLDER = 20;
/** All who arrive within this time get the same snapshot. */
const SNAPSHOT_MS = 1000;
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** The first viewer loads the code that needs the database, because many isolates never have a viewer. */
const database = () => import("./board-log.ts");

/** The live dispatch board of one tenant: its viewers and the positions of its technicians. The object's name is the tenant id. */
export class DispatchBoard extends DurableObject<Cloudflare.Env> {
  readonly #store: Store;
  readonly #viewers: Viewers;
  readonly #guard: Guard;
  readonly #showPosition = oncePerSecond((position) => this.#viewers.fanOut(positionMessage(position)));
  readonly #track: Track;
  readonly #flush: Flush;
  #news = false;
  #pulling: Promise<void> | undefined;
  readonly #snapshot = sharedRead(SNAPSHOT_MS, async () => {
    this.#snapshotsRead++;
    const { readSnapshot } = await database();
    return await readSnapshot(await this.#enter());
  });
  #snapshotsRead = 0;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#store = openStore(state.storage);
    this.#track = openTrack(this.#store);
    this.#flush = openFlush(this.#store, () => this.#enter());
    this.#store.markAllTicketsDropped(Date.now());
    this.#viewers = openViewers(
      ({ ticket }) => ticket && this.#store.markTicketDropped(ticket, Date.now()),
      () => this.#recheckIfDue(),
    );
    this.#guard = openGuard(this.#store, this.#viewers, (holders) => this.#readRights(holders));
  }

  /** Reads new events from the tenant's outbox in `shard`. Does nothing without live viewers: a later viewer starts with a snapshot. */
  async wake(_tenantId: string, shard: string, endsRights = false): Promise<void> {
    await Promise.all([endsRights && this.#guard.check(), this.#viewers.someAreLive() && this.#pull(shard)]);
  }

  /** Saves what a technician's device has read of its place, in any order, and shows the newest; or returns why not. */
  async report(holder: Holder, technicianId: number, readings: readonly ReadAt[]): Promise<Reported | Refusal> {
    this.#recheckIfDue();
    const refusal = await this.#guard.refusalOfReport(holder, technicianId);
    if (refusal) return refusal;
    const now = clockNow();
    const positions = readings.map((reading) => ({ ...reading, technicianId, at: reading.at ?? now }));
    const { taken, ignored } = this.#track.take(technicianId, positions, Date.parse(now));
    const newest = taken.at(-1);
    if (newest) await this.#moved(newest);
    return { ignored, taken: taken.length, newest, last: this.#store.positionOf(technicianId) };
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
  async issueTicket(holder: TicketHolder): Promise<{ ticket: string; expiresAt: Instant } | null> {
    if (this.#guard.refusalOf({ sessionId: holder.sessionId, madeAt: holder.issuedAt })) return null;
    const now = Date.now();
    const ticket = `tkt_${this.#tenantId}_${randomSecret()}`;
    this.#store.saveTicket(await sha256(ticket), holder, now);
    return { ticket, expiresAt: toInstant(firstUseEnds(now)) };
  }

  /** Marks a ticket as used and returns its user; null if the ticket is not valid now. */
  async redeemTicket(ticket: string): Promise<TicketHolder | null> {
    const hash = await sha256(ticket);
    const found = this.#store.findTicket(hash, Date.now());
    if (!found) return null;
    const { holder } = found;
    const refusal = this.#guard.refusalOf({ sessionId: holder.sessionId, madeAt: holder.issuedAt });
    if (refusal === "ended" || refusal === "stale") return null;
    this.#store.markTicketUsed(hash, Date.now());
    return holder;
  }

  /** Closes the board of a suspended business: ends all streams and refuses positions. */
  close(): void {
    this.#store.setClosed(true);
    this.#viewers.endWhere(() => true);
  }

  /** Opens the board of a resumed business. */
  open(): void {
    this.#store.setClosed(false);
  }

  /** Opens a stream for a viewer that the Worker has authenticated. 401 if the business is suspended or the session or ticket has ended, 429 if it has too many streams. */
  override async fetch(request: Request): Promise<Response> {
    const { sessionId, madeAt, lastSeq, endsBy, ...by } = await request.json<StreamRequest>();
    const ticket = by.ticket === null ? null : await sha256(by.ticket);
    const now = Date.now();
    const stored = ticket === null ? undefined : this.#store.findTicket(ticket, now);
    const refused = this.#guard.refusalOf({ sessionId, madeAt }) !== undefined || (ticket !== null && !stored);
    if (refused) return new Response(null, { status: 401 });
    if (ticket !== null) {
      // a reconnect may arrive before the server notices that the old connection is dead
      this.#viewers.endWhere((viewer) => viewer.ticket === ticket);
      this.#store.markTicketOpen(ticket);
    }
    if (this.#viewers.countOf(sessionId) >= STREAMS_PER_HOLDER) return new Response(null, { status: 429 });
    const endsAt = Math.min(stored ? sessionEnds(stored.life.issuedAt) : now + STREAM_MS, endsBy ?? FOR_EVER);
    const { viewer, stream } = this.#viewers.open({ sessionId, madeAt, ticket, endsAt });
    this.ctx.waitUntil(this.#start(viewer, lastSeq));
    return new Response(stream, { headers: STREAM_HEADERS });
  }

  /** Saves all changed positions and the next points of trails to the database. */
  async flush(): Promise<void> {
    await this.#flush.flush();
  }

  /** Runs half a minute after a position has changed. */
  override async alarm(): Promise<void> {
    const pause = await this.#flush.flushAndPlan(this.#tenantId);
    if (pause !== undefined) await this.ctx.storage.setAlarm(Date.now() + pause);
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }

  /** The context of this board's tenant; `shard` as in `enterBusiness`. */
  async #enter(shard?: string): Promise<Ctx> {
    const { enterBusiness } = await database();
    return await enterBusiness(this.env, this.ctx, this.#tenantId, shard);
  }

  /** Sends a new viewer all missed events, then makes the viewer live. On an error the stream ends, and the client reconnects. */
  async #start(viewer: Viewer, lastSeq: number | null): Promise<void> {
    try {
      const { bringUpToDate } = await database();
      await Promise.all([
        this.#guard.check(), // a right may have ended between the Worker's look and the opening
        bringUpToDate(() => this.#enter(), this.#snapshot, this.#viewers, viewer, lastSeq),
      ]);
      if (!this.#viewers.someAreLive()) this.#skipTo(viewer.cursor - RECENT_EVENTS);
      this.#viewers.goLive(viewer, this.#store.positions().map(positionMessage));
      await this.#pull();
    } catch (error) {
      log("error", "a viewer could not be brought up to date", { tenant: this.#tenantId, error: errorText(error) });
      this.#viewers.end(viewer);
    }
  }

  #recheckIfDue(): void {
    if (!this.#guard.isDue()) return;
    const failed = (error: unknown) =>
      log("error", "rights were not read", { tenant: this.#tenantId, error: errorText(error) });
    this.ctx.waitUntil(this.#guard.check().catch(failed));
  }

  async #readRights(holders: readonly string[]): Promise<Rights> {
    const { readRights } = await import("./board-rights.ts");
    const look = async () => await readRights(await this.#enter(), holders);
    return await look().catch(look); // the first one finds out that the business has moved to another shard
  }

  #skipTo(seq: number): void {
    if (seq > this.#store.cursor()) this.#store.setCursor(seq);
  }

  /** Reads the outbox to its end. A call during another call makes that one continue. */
  async #pull(shard?: string): Promise<void> {
    this.#news = true;
    this.#pulling ??= this.#readOn(shard);
    await this.#pulling;
  }

  async #readOn(shard: string | undefined): Promise<void> {
    try {
      while (this.#news) {
        this.#news = false;
        for (let more = true; more; ) more = await this.#readPage(await this.#enter(shard));
      }
    } finally {
      this.#pulling = undefined;
    }
  }

  async #readPage(ctx: Ctx): Promise<boolean> {
    const { readLog } = await database();
    const { events, upTo, more } = await readLog(ctx, this.#store.cursor());
    for (const event of events) {
      this.#viewers.fanOut(eventMessage(event));
      const position = positionIn(event);
      if (position) await this.#moved(position);
    }
    this.#skipTo(upTo);
    return more;
  }

  async #moved(position: Position): Promise<void> {
    if (this.#store.savePosition(position)) this.#showPosition(position);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + this.#flush.ms);
  }
}
