import { DurableObject } from "cloudflare:workers";
import type { Ctx } from "#/ctx.ts";
import type { Position } from "#/domains/dispatch/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS } from "#/kernel/tokens.ts";
import { eventMessage, positionIn, positionMessage } from "./board-messages.ts";
import { openStore, type Store } from "./board-store.ts";
import { oncePerSecond } from "./board-throttle.ts";
import { firstUseEnds, sessionEnds, type TicketHolder } from "./board-tickets.ts";
import { openViewers, type Viewer, type Viewers } from "./board-viewers.ts";
import type { StreamRequest } from "./stubs.ts";

/** A stream ends after an hour at the latest, so that its viewer has to show fresh credentials. */
const STREAM_MS = 60 * 60_000;
const FLUSH_MS = 30_000;
const FLUSH_RETRY_MS = 5 * 60_000; // a business may be suspended, or on its way to another shard
/** How far back the first viewer after a pause makes the board look for positions in the log. */
const RECENT_EVENTS = 1000;
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** What needs the database is loaded with the first viewer, not at the start of every isolate that may never have one. */
const database = () => import("./board-log.ts");

/** The live dispatch board of one business: who watches, and where its technicians are. Its name is the tenant's id. */
export class DispatchBoard extends DurableObject<Cloudflare.Env> {
  readonly #store: Store;
  readonly #viewers: Viewers;
  readonly #showPosition = oncePerSecond((position) => this.#viewers.fanOut(positionMessage(position)));
  #news = false;
  #pulling: Promise<void> | undefined;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#store = openStore(state.storage);
    this.#store.markAllTicketsDropped(Date.now());
    this.#viewers = openViewers(({ ticket }) => ticket && this.#store.markTicketDropped(ticket, Date.now()));
  }

  /** There is news in the outbox of this shard. Without viewers nothing is read: who comes later starts with what there is then. */
  async wake(_tenantId: string, shard: string): Promise<void> {
    if (this.#viewers.someAreLive()) await this.#pull(shard);
  }

  /** A technician's device tells where it is. Null when its session was revoked; `closed` while the business is suspended. */
  async report(sessionId: string, reading: Omit<Position, "at">): Promise<Position | "closed" | null> {
    if (this.#store.isClosed()) return "closed";
    if (this.#store.isRevoked(sessionId)) return null;
    const position = { ...reading, at: toInstant(Date.now()) };
    await this.#moved(position);
    return position;
  }

  /** The last known position of each technician who has reported one. */
  positions(): Position[] {
    return this.#store.positions();
  }

  /** A ticket for one stream session of this user, and until when it must be used. Null when his session was revoked. */
  async issueTicket(holder: TicketHolder): Promise<{ ticket: string; expiresAt: Instant } | null> {
    if (this.#store.isRevoked(holder.sessionId)) return null;
    const now = Date.now();
    const ticket = `tkt_${this.#tenantId}_${randomSecret()}`;
    this.#store.saveTicket(await sha256(ticket), holder, now);
    return { ticket, expiresAt: toInstant(firstUseEnds(now)) };
  }

  /** Whom the ticket stands for, if it opens a stream now. */
  async redeemTicket(ticket: string): Promise<TicketHolder | null> {
    const hash = await sha256(ticket);
    const found = this.#store.findTicket(hash, Date.now());
    if (found) this.#store.markTicketUsed(hash, Date.now());
    return found?.holder ?? null;
  }

  /** From now on nothing is taken from this session and nothing is shown to it. */
  revokeSession(sessionId: string): void {
    const now = Date.now();
    this.#store.revokeSession(sessionId, now + 2 * ACCESS_TOKEN_SECONDS * 1000, now);
    this.#viewers.endWhere((viewer) => viewer.sessionId === sessionId);
  }

  /** The business is suspended: nothing is shown and nothing is taken, until it is resumed. */
  close(): void {
    this.#store.setClosed(true);
    this.#viewers.endWhere(() => true);
  }

  /** The business is resumed. */
  open(): void {
    this.#store.setClosed(false);
  }

  /** Opens a stream for a viewer whom the Worker has admitted. */
  override async fetch(request: Request): Promise<Response> {
    const { sessionId, lastSeq, ...by } = await request.json<StreamRequest>();
    const ticket = by.ticket === null ? null : await sha256(by.ticket);
    const now = Date.now();
    const stored = ticket === null ? undefined : this.#store.findTicket(ticket, now);
    const refused = this.#store.isClosed() || this.#store.isRevoked(sessionId) || (ticket !== null && !stored);
    if (refused) return new Response(null, { status: 401 });
    if (ticket !== null) {
      // a reconnect may arrive before the old connection is seen to be dead
      this.#viewers.endWhere((viewer) => viewer.ticket === ticket);
      this.#store.markTicketOpen(ticket);
    }
    const endsAt = stored ? sessionEnds(stored.life.issuedAt) : now + STREAM_MS;
    const { viewer, stream } = this.#viewers.open({ sessionId, ticket, endsAt });
    this.ctx.waitUntil(this.#start(viewer, lastSeq));
    return new Response(stream, { headers: STREAM_HEADERS });
  }

  /** Writes down in the database where the technicians are, all in one statement. */
  async flush(): Promise<void> {
    const positions = this.#store.unflushedPositions();
    if (positions.length === 0) return;
    const { keepPositions } = await import("#/domains/dispatch/index.ts");
    await keepPositions(await this.#enter(), positions);
    this.#store.markFlushed(positions);
  }

  /** Half a minute after somebody has moved. */
  override async alarm(): Promise<void> {
    let pause = FLUSH_MS;
    try {
      await this.flush();
    } catch (error) {
      pause = FLUSH_RETRY_MS;
      log("error", "positions were not flushed", { tenant: this.#tenantId, error: errorText(error) });
    } finally {
      if (this.#store.unflushedPositions().length > 0) await this.ctx.storage.setAlarm(Date.now() + pause);
    }
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }

  /** The business' own context; `shard` is where the latest news of it came from. */
  async #enter(shard?: string): Promise<Ctx> {
    const { enterBusiness } = await database();
    return await enterBusiness(this.env, this.ctx, this.#tenantId, shard);
  }

  /** Brings a new viewer up to date and lets him in among the live ones. When that fails he is sent away and comes back by himself. */
  async #start(viewer: Viewer, lastSeq: number | null): Promise<void> {
    try {
      const { bringUpToDate } = await database();
      await bringUpToDate(() => this.#enter(), this.#viewers, viewer, lastSeq);
      if (!this.#viewers.someAreLive()) this.#skipTo(viewer.cursor - RECENT_EVENTS);
      this.#viewers.goLive(viewer, this.#store.positions().map(positionMessage));
      await this.#pull();
    } catch (error) {
      log("error", "a viewer could not be brought up to date", { tenant: this.#tenantId, error: errorText(error) });
      this.#viewers.end(viewer);
    }
  }

  #skipTo(seq: number): void {
    if (seq > this.#store.cursor()) this.#store.setCursor(seq);
  }

  /** Reads on in the outbox until there is no more. A call while another reads makes that one look again. */
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
    if (!this.#store.savePosition(position)) return;
    this.#showPosition(position);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + FLUSH_MS);
  }
}
