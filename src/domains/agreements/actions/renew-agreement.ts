import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadyRenewed, endsAlready, goesOn, wrongStatus } from "../errors.ts";
import { presented } from "../present.ts";
import { renewalParts, renewalQueries } from "../renewal.ts";
import { renewalPrice } from "../rules.ts";
import { agreementPlans, agreements } from "../tables.ts";
import { termsIn } from "../terms.ts";

type Input = { id: number; priceCents?: number | undefined };
/** Makes the next term of an agreement now, whether it renews itself or not; by the price rule of its plan unless a price is named. */
export async function renewAgreement(ctx: Ctx, { id, priceCents }: Input) {
  const { agreement } = await load(ctx, { agreement: agreements.one(ctx, id) });
  agreements.assertCurrent(ctx, agreement);
  if (agreement.status !== "active") throw wrongStatus(id, agreement.status, "active");
  if (agreement.endsOn === null) throw goesOn(id);
  if (agreement.cancelsOn !== null) throw endsAlready(id, agreement.cancelsOn);
  if (agreement.renewedToId !== null) throw alreadyRenewed(id);
  const terms = termsIn(agreement);
  const ask = (cents: number) => [{ agreement, priceCents: priceCents ?? cents }];
  const { plan, ...ids } = await load(ctx, {
    plan: agreementPlans.one(ctx, agreement.planId),
    ...renewalQueries(ctx, ask(0)),
  });
  const { rows, ...renewed } = renewalParts(ctx, ask(renewalPrice(agreement.priceCents, terms, plan.priceCents)), ids);
  return await commit(ctx, { ...renewed, result: presented(rows[0] ?? agreement) });
}
