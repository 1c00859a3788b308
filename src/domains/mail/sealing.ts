import type { Ctx } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { seal, unseal } from "#/kernel/seal.ts";

// A mail may hold a link or a code that opens an account, so its data is sealed until the mail is sent.

const place = (ctx: Ctx, mailId: string): string => sealedFor.mail(ctx.tenant.id, mailId);

export const sealData = (ctx: Ctx, mailId: string, data: object): Promise<string> =>
  seal(ctx.env, place(ctx, mailId), JSON.stringify(data));

/** Throws when the data was sealed for another mail or under another key. */
export const openData = async (ctx: Ctx, mailId: string, sealed: string): Promise<unknown> =>
  JSON.parse(await unseal(ctx.env, place(ctx, mailId), sealed));
