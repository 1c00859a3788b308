import type { VerifiedClaims } from "#/kernel/tokens.ts";

/** Whom a stream ticket stands for: what an access token would say of him. */
export type TicketHolder = Omit<VerifiedClaims, "tenantId">;

/** A ticket's life, in milliseconds since 1970. `droppedAt` is null while its stream is open. */
export type TicketLife = { issuedAt: number; usedAt: number | null; droppedAt: number | null };

const FIRST_USE_MS = 60_000;
const RECONNECT_MS = 60_000;
const SESSION_MS = 15 * 60_000;

export const firstUseEnds = (issuedAt: number): number => issuedAt + FIRST_USE_MS;
/** The stream session that a ticket opens ends here, whatever happens. */
export const sessionEnds = (issuedAt: number): number => issuedAt + SESSION_MS;

/**
 * Whether the ticket opens its stream at this moment. A browser reconnects with the URL it has, so a ticket is good for one stream session:
 * used for the first time within a minute, again within a minute of each drop, and never after its end.
 */
export function opens({ issuedAt, usedAt, droppedAt }: TicketLife, now: number): boolean {
  if (now >= sessionEnds(issuedAt)) return false;
  if (usedAt === null) return now < firstUseEnds(issuedAt);
  return droppedAt === null || now < droppedAt + RECONNECT_MS;
}
