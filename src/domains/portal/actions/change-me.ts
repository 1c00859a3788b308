import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { presentAccount } from "../present.ts";
import { ownAccount } from "../repo.ts";
import { portalAccounts } from "../tables.ts";

type Change = { [K in "firstName" | "lastName" | "phone"]?: string | null | undefined };

/** Changes how the caller is called and reached. The business' record of the customer stays as it is: staff change that. */
export async function changeMe(ctx: Ctx, change: Change) {
  const { account } = await load(ctx, { account: ownAccount(ctx) });
  portalAccounts.assertCurrent(ctx, account);
  const part = portalAccounts.change(ctx, account, change);
  return await commit(ctx, {
    parts: [part],
    audit: { action: "change", of: part },
    result: presentAccount(ctx, part.row),
  });
}
