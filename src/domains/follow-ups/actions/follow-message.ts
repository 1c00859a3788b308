import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Effect } from "#/jobs.ts";
import { followUpFailed, followUpSkipped } from "../events.ts";
import { ended, without } from "../planning.ts";
import { followUpOfMessage, recentOfCustomer, rulesOf } from "../repo.ts";
import { isReason } from "../statuses.ts";
import { followUps } from "../tables.ts";
import { sinceOf } from "./follow-event.ts";

type Told = { id: string; customer_id: number | null; status: string; reason: string | null };

/** A customer has written: their follow-ups have their answer, and rules that say so send nothing more. */
export async function followReply(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { customer_id: customerId } = JSON.parse(event.data) as Told; // safe: our own event
  if (customerId === null) return undefined;
  const since = sinceOf(event);
  const { rules, rows } = await load(ctx, { rules: rulesOf(ctx), rows: recentOfCustomer(ctx, customerId, since) });
  const stopping = new Set(rules.filter(({ stopOn }) => stopOn.includes("customer.replied")).map(({ id }) => id));
  const parts = [
    ...rows.flatMap((row) =>
      row.status === "scheduled" && stopping.has(row.ruleId) ? [ended(ctx, row, "stopped")] : [],
    ),
    ...without(rows, "repliedAt", since).map((row) => followUps.change(ctx, row, { repliedAt: event.occurredAt })),
  ];
  return parts.length > 0 ? { parts } : undefined;
}

/** A message was held back or has failed after it was handed over: its follow-up says so too. */
export async function followOutcome(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { id, status, reason } = JSON.parse(event.data) as Told; // safe: our own event
  const { row } = await load(ctx, { row: followUpOfMessage(ctx, id) });
  if (row?.status !== "sent" || status === "unknown") return undefined;
  const fate = status === "suppressed" ? ("skipped" as const) : ("failed" as const);
  const part = followUps.change(ctx, row, { status: fate, skipReason: reason && isReason(reason) ? reason : null });
  return { parts: [part], events: [(fate === "skipped" ? followUpSkipped : followUpFailed)(part.row, row)] };
}
