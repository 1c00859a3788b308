import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import type { Guard } from "./board-guard.ts";
import type { Store } from "./board-store.ts";
import { firstUseEnds, type TicketHolder } from "./board-tickets.ts";

/** Issues and redeems stream tickets. A ticket is stored as its hash. */
export function openTicketDesk(store: Store, guard: Guard) {
  const refusalOf = ({ sessionId, issuedAt }: TicketHolder) => guard.refusalOf({ sessionId, madeAt: issuedAt });
  return {
    async issue(tenantId: string, holder: TicketHolder): Promise<{ ticket: string; expiresAt: Instant } | null> {
      if (refusalOf(holder)) return null;
      const now = Date.now();
      const ticket = `tkt_${tenantId}_${randomSecret()}`;
      store.saveTicket(await sha256(ticket), holder, now);
      return { ticket, expiresAt: toInstant(firstUseEnds(now)) };
    },
    async redeem(ticket: string): Promise<TicketHolder | null> {
      const hash = await sha256(ticket);
      const found = store.findTicket(hash, Date.now());
      if (!found) return null;
      const refusal = refusalOf(found.holder);
      if (refusal === "ended" || refusal === "stale") return null;
      store.markTicketUsed(hash, Date.now());
      return found.holder;
    },
  };
}
export type TicketDesk = ReturnType<typeof openTicketDesk>;
