import type { VerifiedClaims } from "#/kernel/tokens.ts";

/** The user of a stream ticket: the claims of their access token. */
export type TicketHolder = Omit<VerifiedClaims, "tenantId">;

/** Timestamps of a ticket, in milliseconds since 1970. `droppedAt` is null while its stream is open. */
export type TicketLife = { issuedAt: number; usedAt: number | null; droppedAt: number | null };

const FIRST_USE_MS = 60_000;
const RECONNECT_MS = 60_000;
const SESSION_MS = 15 * 60_000;

export const firstUseEnds = (issuedAt: number): number => issuedAt + FIRST_USE_MS;
/** The end of a ticket's stream session, 15 minutes after its issue. */
export const sessionEnds = (issuedAt: number): number => issuedAt + SESSION_MS;

/**
 * Whether the ticket is valid at `now`. A browser reconnects with the same URL, so a ticket is valid for one stream session: first use within
 * a minute, a reconnect within a minute after each drop, and nothing after the end of the session.
 */
export function opens({ issuedAt, usedAt, droppedAt }: TicketLife, now: number): boolean {
  if (now >= sessionEnds(issuedAt)) return false;
  if (usedAt === null) return now < firstUseEnds(issuedAt);
  return droppedAt === null || now < droppedAt + RECONNECT_MS;
}
