import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { primaryOf } from "#/domains/customers/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText } from "#/kernel/day-text.ts";
import { customersAmong } from "./daily-repo.ts";
import type { ServiceAgreement } from "./tables.ts";

type About = { row: ServiceAgreement; days: number };

/** The mails that tell customers of a next term, or of an end that comes; to those who have an address. */
export async function agreementMails(ctx: Ctx, kind: "renewed" | "expiring", about: readonly About[]): Promise<Part[]> {
  if (about.length === 0) return [];
  const { who, organization } = await load(ctx, {
    who: customersAmong(
      ctx,
      about.map(({ row }) => row.customerId),
    ),
    organization: organizationOf(ctx),
  });
  const addresses = new Map(who.map(({ id, emails }) => [id, primaryOf(emails)?.address]));
  const mails = about.map(async ({ row, days }) => {
    const to = addresses.get(row.customerId);
    if (!to) return [];
    const { customerName: name, planName: plan, startsOn, priceCents } = row;
    const amount = amountText(priceCents, settingOf(organization, "currency"));
    const end = row.endsOn === null ? "" : dayText(row.endsOn);
    const about = { customerId: row.customerId, agreementId: row.id };
    return [
      kind === "renewed"
        ? await planMail(ctx, {
            ...{ to, about, template: "agreement-renewed" },
            data: { name, plan, start: dayText(startsOn), end, amount },
          })
        : await planMail(ctx, { to, about, template: "agreement-expiring", data: { name, plan, end, days } }),
    ];
  });
  return (await Promise.all(mails)).flat();
}
