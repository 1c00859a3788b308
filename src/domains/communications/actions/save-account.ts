import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sealToken } from "../account-secret.ts";
import { shownAccount } from "../present.ts";
import { accounts, type MessageAccount } from "../tables.ts";

type Add = Pick<MessageAccount, "provider" | "account" | "sender"> & { authToken: string };

/** Connects the business' account with a provider of text messages. Its token is stored sealed and never shown. */
export async function addAccount(ctx: Ctx, { authToken, ...input }: Add) {
  const { id } = await load(ctx, { id: accounts.nextId(ctx) });
  const sealedSecret = await sealToken(ctx.env, { tenantId: ctx.tenant.id, id }, authToken);
  const part = accounts.insert(ctx, { ...input, id, sealedSecret });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: shownAccount(ctx, part.row) });
}

type Change = { id: number; account?: string | undefined; sender?: string | undefined; authToken?: string | undefined };

export async function changeAccount(ctx: Ctx, { id, authToken, ...change }: Change) {
  const { row } = await load(ctx, { row: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, row);
  const sealed = authToken && { sealedSecret: await sealToken(ctx.env, row, authToken) };
  const part = accounts.change(ctx, row, { ...change, ...sealed } as Partial<MessageAccount>);
  return await commit(ctx, {
    parts: [part],
    audit: { action: "change", of: part },
    result: shownAccount(ctx, part.row),
  });
}

/** Disconnects the account: texts are refused from then on, and its webhooks too. */
export async function removeAccount(ctx: Ctx, id: number) {
  const { row } = await load(ctx, { row: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, row);
  const part = accounts.remove(ctx, row);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: shownAccount(ctx, row) });
}
