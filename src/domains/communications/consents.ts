import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { nextStamps } from "#/db/tenant/stamps.ts";
import { putConsent } from "./consent-repo.ts";
import { consentChanged } from "./events.ts";
import type { Category, SentChannel } from "./rules.ts";
import type { ConsentRow } from "./tables.ts";

export type ConsentChange = {
  customerId: number;
  channel: SentChannel;
  category: Category;
  state: "granted" | "revoked";
  source: string;
  evidence?: string | null | undefined;
  /** What a STOP takes back. */
  beforeStop?: ConsentRow["beforeStop"];
};

/** A consent for a commit, with its event where it is another than before. */
export function consentPart(
  ctx: Ctx,
  { evidence = null, beforeStop = null, ...change }: ConsentChange,
  before: readonly ConsentRow[],
): Part & { row: ConsentRow } {
  const was = before.find(({ channel, category }) => channel === change.channel && category === change.category);
  const row: ConsentRow = {
    tenantId: ctx.tenant.id,
    ...change,
    ...{ evidence, beforeStop },
    at: ctx.now,
    createdBy: actorName(ctx.actor),
    ...nextStamps(ctx),
  };
  return {
    writes: [putConsent(ctx, row)],
    events: was?.state === row.state ? [] : [consentChanged(row, was ?? null)],
    row,
  };
}
