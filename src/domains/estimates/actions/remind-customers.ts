import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { Effect } from "#/jobs.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { reminderMail } from "../mails.ts";
import { endingWithin } from "../repo.ts";
import { estimates } from "../tables.ts";

/** Mails of one day and business; the next day takes what is left. */
const MOST = 100;

/** Reminds customers by mail that an estimate ends soon, once for each last day, and not on the day on which they got it. */
export async function remindCustomers(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  const days = settingOf(organization, "estimate_reminder_days");
  if (days === null) return undefined;
  const { ending } = await load(ctx, { ending: endingWithin(ctx, day, plusDays(day, days), MOST) });
  const due = ending.filter(
    ({ customerEmail, sentAt }) =>
      customerEmail !== null && sentAt !== null && localDateOf(sentAt, ctx.tenant.timezone) < day,
  );
  if (due.length === 0) return undefined;
  const mails = await Promise.all(due.map((one) => reminderMail(ctx, one, one.customerEmail ?? ""))); // each has one: above
  return {
    parts: [...due.map((one) => estimates.change(ctx, one, { remindedFor: one.validUntil })), ...mails.flat()],
  };
}
