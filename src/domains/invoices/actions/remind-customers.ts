import type { Ctx } from "#/ctx.ts";
import { together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { Effect } from "#/jobs.ts";
import { daysBetween, type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { markReminded } from "../bulk-repo.ts";
import { reminderMail } from "../mails.ts";
import { dueOn } from "../repo.ts";
import type { Invoice } from "../tables.ts";
import { billed } from "./send-invoice.ts";

/** Of one day and business. */
const MOST = 500;

/**
 * Reminds customers of what they owe on the days that the business chose, counted from the due day. Each day is run once, and the due day of a sent
 * invoice never changes, so each reminder goes out once.
 */
export async function remindCustomers(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  const offsets = settingOf(organization, "invoice_reminder_days");
  if (offsets.length === 0) return undefined;
  const days = offsets.map((offset) => plusDays(day, -offset));
  const { found } = await load(ctx, { found: dueOn(ctx, JSON.stringify(days), MOST) });
  const due = found.filter((invoice) => !isFresh(ctx, invoice, day));
  if (due.length === 0) return undefined;
  const mails = await Promise.all(
    due.map((invoice) => reminderMail(ctx, billed(invoice), invoice.customerEmail ?? "", day)), // each has one: the query
  );
  return { parts: [...markReminded(ctx, due, day), together(ctx, mails.flat())] };
}

/** Who got the invoice itself today or yesterday needs no reminder yet. */
const isFresh = ({ tenant }: Ctx, { sentAt }: Invoice, day: LocalDate): boolean =>
  sentAt !== null && daysBetween(localDateOf(sentAt, tenant.timezone), day) <= 1;
