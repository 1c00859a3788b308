import type { Ctx } from "#/ctx.ts";
import { againAfter } from "#/db/tenant/again.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { readPhone } from "#/kernel/phone.ts";
import { deleteSuppression, insertSuppression, suppressionOf } from "../consent-repo.ts";
import { alreadySuppressed, badPhone, listChanged, noSuchSuppression, stoppedByCustomer } from "../errors.ts";
import { isStopped } from "../rules.ts";
import { type Suppression, suppressionTable } from "../tables.ts";

function readE164(text: string): string {
  const read = readPhone(text);
  if ("problem" in read) throw badPhone("phone", read.problem);
  return read.e164;
}

/** Puts a number on the list: from now on it gets no texts of this business. */
export async function suppressPhone(ctx: Ctx, { phone: text, reason }: Pick<Suppression, "phone" | "reason">) {
  const phone = readE164(text);
  const refusal = alreadySuppressed(phone);
  const { existing } = await load(ctx, { existing: suppressionOf(ctx, phone) });
  if (existing) throw refusal;
  const row: Suppression = { tenantId: ctx.tenant.id, phone, reason, createdAt: ctx.now, stoppedAt: null };
  return await commit(ctx, {
    parts: [
      {
        writes: [insertSuppression(row)],
        refusals: { "communication_suppressions.tenant_id, communication_suppressions.phone": refusal },
      },
    ],
    audit: {
      action: "suppress",
      entity: "phone_suppression",
      id: phone,
      changes: changesOf(suppressionTable, null, row),
    },
    result: row,
  });
}

/** Takes a number off the list, unless its owner has texted STOP: only they can lift that. */
export const liftPhone = (ctx: Ctx, text: string): Promise<Suppression> => again(() => lift(ctx, text));

const again = againAfter(({ reason }) => reason === listChanged().reason);

async function lift(ctx: Ctx, text: string): Promise<Suppression> {
  const read = readPhone(text);
  const phone = "problem" in read ? text : read.e164;
  const { suppression } = await load(ctx, { suppression: suppressionOf(ctx, phone) });
  if (!suppression) throw noSuchSuppression();
  if (isStopped(suppression)) throw stoppedByCustomer();
  return await commit(ctx, {
    parts: [deleteSuppression(ctx, suppression), must(listChanged())],
    audit: {
      action: "lift",
      entity: "phone_suppression",
      id: phone,
      changes: changesOf(suppressionTable, suppression, null),
    },
    result: suppression,
  });
}
