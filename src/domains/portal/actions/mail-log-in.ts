import type { StrangerCtx } from "#/ctx.ts";
import { load, read } from "#/db/tenant/load.ts";
import { mailLink, quietly } from "../links.ts";
import { accountByEmail } from "../repo.ts";

/** Mails a link that signs a customer in, or one that sets a new password. The answer comes before anybody is looked for, and is always the same. */
export async function mailPortalLink(
  { business: ctx }: StrangerCtx,
  email: string,
  purpose: "portal-in" | "portal-reset",
) {
  if (ctx) {
    await load(ctx, {});
    quietly(ctx, async () => {
      const { account } = await read(ctx, { account: accountByEmail(ctx, email) });
      if (account?.status === "active") await mailLink(ctx, account, purpose);
    });
  }
  return { message: "If there is an account for this address, a link is on its way." };
}
