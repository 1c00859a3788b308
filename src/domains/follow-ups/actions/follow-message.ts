import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import { type Communication, keywordOf } from "#/domains/communications/index.ts";
import type { Effect } from "#/jobs.ts";
import type { Instant } from "#/kernel/time.ts";
import { followUpFailed, followUpSkipped } from "../events.ts";
import { ended, without } from "../planning.ts";
import { followUpOfMessage, recentOf, rulesOf } from "../repo.ts";
import { isReason } from "../statuses.ts";
import { followUps } from "../tables.ts";
import { successFrom } from "./follow-event.ts";

type Told = Pick<Communication, "id" | "channel" | "body" | "from" | "status" | "reason"> & {
  customer_id: number | null;
  occurred_at: Instant;
};

/**
 * A customer has written or called, or a lead from its number: their follow-ups have their answer, and rules that say so send nothing more. STOP
 * ends these too, and does not count as an answer; START and HELP say nothing to what they got.
 */
export async function followReply(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const told = JSON.parse(event.data) as Told; // safe: our own event
  const keyword = told.channel === "sms" ? keywordOf(told.body ?? "", false) : undefined;
  if (keyword === "start" || keyword === "help") return undefined;
  const at = told.occurred_at; // of a call that was written down later, that of the call
  const since = successFrom(at);
  const { rules, rows } = await load(ctx, {
    rules: rulesOf(ctx),
    rows: recentOf(ctx, { customerId: told.customer_id, phone: told.from }, since),
  });
  const stopping = new Set(rules.filter(({ stopOn }) => stopOn.includes("customer.replied")).map(({ id }) => id));
  const open = rows.filter((row) => row.status === "scheduled" && stopping.has(row.ruleId) && row.createdAt <= at);
  const answered = keyword ? [] : without(rows, "repliedAt", since).filter(({ sentAt }) => sentAt && sentAt <= at);
  const parts = [
    ...open.map((row) => ended(ctx, row, "stopped")),
    ...answered.map((row) => followUps.change(ctx, row, { repliedAt: at })),
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
