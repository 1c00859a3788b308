import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { DailyEffect } from "#/jobs.ts";
import { type LocalDate, localTime, plusDays } from "#/kernel/time.ts";
import { reminderMail } from "../mails.ts";
import { toRemind } from "../repo.ts";
import { estimates } from "../tables.ts";

/** Of one commit. */
const MOST = 100;

/** Reminds customers by mail that an estimate ends soon, once for each last day, and not on the day on which they got it. */
export async function remindCustomers(ctx: Ctx, day: LocalDate): Promise<DailyEffect | undefined> {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  const days = settingOf(organization, "estimate_reminder_days");
  if (days === null) return undefined;
  const today = localTime(day, "00:00", ctx.tenant.timezone);
  const { due } = await load(ctx, { due: toRemind(ctx, day, plusDays(day, days), today, MOST) });
  if (due.length === 0) return undefined;
  const mails = await Promise.all(due.map((one) => reminderMail(ctx, one, one.sentTo ?? one.customerEmail ?? ""))); // each has one: the query
  return {
    parts: [...due.map((one) => estimates.change(ctx, one, { remindedFor: one.validUntil })), ...mails.flat()],
    isPortion: due.length === MOST,
  };
}
