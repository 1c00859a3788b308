import type { Ctx } from "#/ctx.ts";
import { seal, unseal } from "#/kernel/seal.ts";

// What a mail says may be a link or a code that opens an account, so it lies sealed until the mail is out.

const place = (ctx: Ctx, mailId: string): string => `mail ${ctx.tenant.id} ${mailId}`;

export const sealData = (ctx: Ctx, mailId: string, data: object): Promise<string> =>
  seal(ctx.env, place(ctx, mailId), JSON.stringify(data));

/** Throws when it was sealed for another mail or under another key. */
export const openData = async (ctx: Ctx, mailId: string, sealed: string): Promise<unknown> =>
  JSON.parse(await unseal(ctx.env, place(ctx, mailId), sealed));
