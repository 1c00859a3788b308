import type { Actor } from "#/actor.ts";
import { enterTenant, type OpenCtx } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import type { Tenant } from "#/db/directory.ts";
import { noteApiKeyUse, type UsableApiKey, usableApiKey } from "#/db/tenant/api-keys.ts";
import { record } from "#/db/tenant/commit.ts";
import { apiKeyEnded } from "#/db/tenant/entrance.ts";
import { read } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { isInRanges } from "#/kernel/ip-ranges.ts";
import { errorText, log } from "#/kernel/log.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusMs } from "#/kernel/time.ts";

const FRESH_MS = 60_000;
const NOTE_EVERY_MS = 60_000;
const MAX_KNOWN = 1000;

/** Keys that this isolate has looked up. A revoked one may be among them: every batch asks for it again (db/tenant/load.ts). */
const known = new Map<string, { key: UsableApiKey; at: number }>();

const addressNotAllowed = () =>
  new AppError("forbidden", "auth.address_not_allowed", "This API key may not be used from this address.");

/** The actor behind an API key of this tenant: at most one trip, and none for a minute after. */
export async function actorOfApiKey(open: OpenCtx, tenant: Tenant, text: string): Promise<Actor> {
  const key = await usableKey(open, tenant, await sha256(text));
  if (key.expiresAt !== null && key.expiresAt <= open.realNow) throw apiKeyEnded();
  if (key.allowedIps.length > 0 && !isInRanges(open.client.ip, key.allowedIps)) throw addressNotAllowed();
  const actor: Actor = {
    kind: "api_key",
    keyId: key.id,
    permissions: permissionsOf([], key.scopes),
    expiresAt: key.expiresAt,
  };
  noteUse(open, tenant, actor, key);
  return actor;
}

async function usableKey(open: OpenCtx, tenant: Tenant, hash: string): Promise<UsableApiKey> {
  const entry = known.get(hash);
  if (entry && Date.now() - entry.at < FRESH_MS) return entry.key;
  known.delete(hash);
  const { bookmark: _, ...newest } = open; // a replica may not have heard of a key that was made a moment ago
  const ctx = enterTenant(newest, tenant, { kind: "anonymous" });
  const { key } = await read(ctx, { key: usableApiKey(ctx, hash) });
  if (!key) throw apiKeyEnded();
  const [oldest] = known.size < MAX_KNOWN ? [] : known.keys();
  if (oldest) known.delete(oldest);
  known.set(hash, { key, at: Date.now() });
  return key;
}

/** Behind the answer, and at most once a minute. */
function noteUse(open: OpenCtx, tenant: Tenant, actor: Actor, key: UsableApiKey): void {
  const minuteAgo = plusMs(open.realNow, -NOTE_EVERY_MS);
  if (key.lastUsedAt !== null && key.lastUsedAt > minuteAgo) return;
  key.lastUsedAt = open.realNow;
  const ctx = enterTenant({ ...open, cost: newCost() }, tenant, actor); // the answer does not wait for it, so it does not cost it
  open.background(
    record(ctx, { parts: [noteApiKeyUse(ctx, key.id, open.realNow, minuteAgo)] }).catch((error: unknown) =>
      log("warn", "the use of an API key was not noted", { tenant: tenant.id, error: errorText(error) }),
    ),
  );
}
