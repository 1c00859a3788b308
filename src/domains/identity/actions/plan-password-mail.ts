import type { Ctx } from "#/ctx.ts";
import { planMail } from "#/domains/mail/index.ts";

/** Tells a user that his password was changed, so that he learns of it when it was not he. For the caller's own commit. */
export const planPasswordMail = async (ctx: Ctx, { email, name }: { email: string | null; name: string }) =>
  email === null ? [] : [await planMail(ctx, { to: email, template: "password-changed", data: { name } })];
