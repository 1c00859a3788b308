import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { planMail } from "#/domains/mail/index.ts";
import { assertMayGrant } from "#/domains/roles/index.ts";
import { makeApiKey as makeKey } from "#/kernel/api-keys.ts";
import { sha256 } from "#/kernel/secrets.ts";
import type { Instant } from "#/kernel/time.ts";
import { expiryInThePast } from "../errors.ts";
import { personBehind } from "../repo.ts";
import { type ApiKey, apiKeys } from "../tables.ts";

type MakeApiKeyInput = Pick<ApiKey, "name" | "scopes"> & { expiresAt?: Instant; allowedIps?: string[] };

/** Makes a key for a machine, with no more rights than its maker has. Only this answer ever shows the key, and a mail tells its maker. */
export async function makeApiKey(ctx: Ctx, input: MakeApiKeyInput): Promise<ApiKey & { key: string }> {
  const { id, maker } = await load(ctx, { id: apiKeys.nextId(ctx), maker: personBehind(ctx) });
  assertMayGrant(ctx.actor, input.scopes, "scopes");
  if (input.expiresAt !== undefined && input.expiresAt <= ctx.realNow) throw expiryInThePast();

  const { key, prefix } = await makeKey(ctx.tenant.id);
  const part = apiKeys.insert(ctx, { allowedIps: [], ...input, id, prefix, hash: await sha256(key) });
  return await commit(ctx, {
    parts: [
      part,
      maker?.email
        ? await planMail(ctx, {
            to: maker.email,
            template: "api-key-made",
            data: { name: maker.name, keyName: input.name, prefix },
          })
        : null,
    ],
    audit: { action: "make", of: part },
    result: { ...part.row, key },
  });
}
