import type { Ctx } from "#/ctx.ts";
import { together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { DailyEffect } from "#/jobs.ts";
import { type LocalDate, localTime, plusDays } from "#/kernel/time.ts";
import { markReminded } from "../bulk-repo.ts";
import { reminderMail } from "../mails.ts";
import { toRemind } from "../repo.ts";
import { billed } from "./send-invoice.ts";

/** Of one commit. */
const MOST = 200;

/**
 * Reminds customers of what they owe on the days that the business chose, counted from the due day: once on each, since the invoice says when its
 * customer was reminded last.
 */
export async function remindCustomers(ctx: Ctx, day: LocalDate): Promise<DailyEffect | undefined> {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  const offsets = settingOf(organization, "invoice_reminder_days");
  if (offsets.length === 0) return undefined;
  const days = offsets.map((offset) => plusDays(day, -offset));
  // who got the invoice itself today or yesterday needs no reminder yet
  const sentBefore = localTime(plusDays(day, -1), "00:00", ctx.tenant.timezone);
  const { due } = await load(ctx, { due: toRemind(ctx, JSON.stringify(days), day, sentBefore, MOST) });
  if (due.length === 0) return undefined;
  const mails = await Promise.all(
    due.map((invoice) => reminderMail(ctx, billed(invoice), invoice.customerEmail ?? "", day)), // each has one: the query
  );
  const parts = [...markReminded(ctx, due, day), together(ctx, mails.flat())];
  return { parts, isPortion: due.length === MOST };
}
