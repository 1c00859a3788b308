import { customerOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer } from "#/domains/customers/index.ts";
import { dispatchJobs, located, planJob } from "#/domains/dispatch/index.ts";
import { againWithLead, earlierLead, leadParts } from "#/domains/leads/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { ownAccount } from "../repo.ts";
import { nameOf } from "../rules.ts";
import { type PortalAccount, serviceRequests } from "../tables.ts";

type Place = "address" | "city" | "state" | "zip";
type Asked = { summary: string } & { [K in Place | "description" | "preferredTime" | "phone"]?: string | undefined };

/** A customer asks for service. As the business has it, that becomes a lead, or a job that waits for a technician. */
export const requestService = (ctx: Ctx, asked: Asked) =>
  againWithLead(async () => {
    const { account, organization, earlier } = await load(ctx, {
      account: ownAccount(ctx),
      organization: organizationOf(ctx),
      earlier: earlierLead(ctx, asked.phone),
    });
    const isJob = settingOf(organization, "portal_requests_become") === "job";
    const plan = isJob ? await jobOf(ctx, account, asked) : leadOf(ctx, account, asked, earlier);
    const { phone: _, ...kept } = asked;
    const request = serviceRequests.insert(ctx, {
      ...kept,
      id: serviceRequests.newId(),
      portalAccountId: customerOf(ctx).accountId,
      customerId: account.customerId,
      ...(isJob ? { jobId: plan.row.id } : { leadId: plan.row.id }),
    });
    // a job of somebody who is merged meanwhile would bring them back
    const held = isJob && account.customerId !== null ? holdCustomer(ctx, account.customerId) : [];
    return await commit(ctx, {
      parts: [...plan.parts, request, ...held],
      events: plan.events,
      audit: [{ action: "request", of: request }, plan.audit],
      result: request.row,
    });
  });

const said = ({ description, preferredTime }: Asked): string | undefined =>
  [description, preferredTime && `Preferred time: ${preferredTime}`].filter(Boolean).join("\n") || undefined;

type Earlier = Parameters<typeof leadParts>[2];
function leadOf(ctx: Ctx, account: PortalAccount, asked: Asked, earlier: Earlier) {
  const { address, city, state, zip, summary } = asked;
  const details = said(asked);
  return leadParts(
    ctx,
    {
      ...{ source: "portal", channel: "portal", address, city, state, zip },
      ...{ firstName: account.firstName ?? undefined, lastName: account.lastName ?? undefined, email: account.email },
      phone: asked.phone ?? account.phone ?? undefined,
      summary: details === undefined ? summary : `${summary}\n${details}`,
    },
    earlier,
    asked.phone !== undefined,
  );
}

async function jobOf(ctx: Ctx, account: PortalAccount, asked: Asked) {
  const place = await located(ctx, {
    ...{ serviceAddress: asked.address ?? null, serviceCity: asked.city ?? null },
    ...{ serviceState: asked.state ?? null, serviceZip: asked.zip ?? null },
    ...{ serviceLatitude: null, serviceLongitude: null },
  });
  return planJob(ctx, {
    ...place,
    id: dispatchJobs.newId(),
    ...{ title: asked.summary, description: said(asked) ?? null, priority: "normal" },
    customerId: account.customerId,
    customerName: nameOf(account),
    customerPhone: asked.phone ?? account.phone,
  });
}
