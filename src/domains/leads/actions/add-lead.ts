import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { again } from "../again.ts";
import { earlierLead, leadParts } from "../plan-lead.ts";
import { presented } from "../present.ts";
import { assertOwner, namedIn, zoneOf } from "../references.ts";
import type { CreateLead } from "../schemas.ts";

type Input = Inside<z.output<typeof CreateLead>>;

/** Adds a lead. An enquiry from a phone that had a lead within 30 days becomes an activity of that one. */
export const addLead = (ctx: Ctx, { allowDuplicate, ...input }: Input) =>
  again(async () => {
    const { earlier, owner, candidates } = await load(ctx, {
      earlier: earlierLead(ctx, input.phone),
      ...namedIn(ctx, input),
    });
    assertOwner(owner);
    const zoneId = zoneOf(input, candidates) ?? undefined;
    const { row, duplicate, ...plan } = leadParts(ctx, { ...input, zoneId }, earlier, !allowDuplicate);
    return await commit(ctx, { ...plan, result: { ...presented(row), duplicate } });
  });
