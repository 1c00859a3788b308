import { sha256 } from "#/kernel/secrets.ts";
import type { Guard } from "./board-guard.ts";
import { FOR_EVER, type Store } from "./board-store.ts";
import { sessionEnds } from "./board-tickets.ts";
import type { Admission, Crowd } from "./board-viewers.ts";
import { STREAM_REQUEST, type StreamRequest } from "./stubs.ts";

/** A stream ends after an hour at the latest, so its viewer must reconnect with new credentials. */
const STREAM_MS = 60 * 60_000;
/** How many streams and sockets one session or API key may have open. */
const STREAMS_PER_HOLDER = 20;

export type Entering = { admission: Admission; lastSeq: number | null };

/** Judges a viewer that the Worker has authenticated: 401 if the business is suspended or the session or ticket has ended, 429 if it has too many streams. */
export async function admit(
  { headers }: Request,
  { store, guard, crowd }: { store: Store; guard: Guard; crowd: Crowd },
): Promise<Entering | 401 | 429> {
  const asked = JSON.parse(headers.get(STREAM_REQUEST) ?? "") as StreamRequest;
  const { sessionId, madeAt, filter, lastSeq, endsBy } = asked;
  const ticket = asked.ticket === null ? null : await sha256(asked.ticket);
  const now = Date.now();
  const stored = ticket === null ? undefined : store.findTicket(ticket, now);
  if (guard.refusalOf({ sessionId, madeAt }) !== undefined || (ticket !== null && !stored)) return 401;
  if (ticket !== null) {
    // a reconnect may arrive before the server notices that the old connection is dead
    crowd.endWhere((viewer) => viewer.ticket === ticket, "replaced");
    store.markTicketOpen(ticket);
  }
  if (crowd.countOf(sessionId) >= STREAMS_PER_HOLDER) return 429;
  const endsAt = Math.min(stored ? sessionEnds(stored.life.issuedAt) : now + STREAM_MS, endsBy ?? FOR_EVER);
  return { admission: { sessionId, madeAt, ticket, endsAt, filter }, lastSeq };
}
