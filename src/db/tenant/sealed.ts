import { hashMark } from "#/kernel/key-list.ts";
import { errorText, log } from "#/kernel/log.ts";
import { seal, sealMark, unseal } from "#/kernel/seal.ts";
import { type ShardName, shardBinding } from "../directory.ts";

// All that a shard keeps under SEAL_KEY, in one list, so that nothing is forgotten when the key is changed; db/control/sealed.ts has that of the
// control database. What a value is sealed for is defined here and nowhere else.

export const sealedFor = {
  webhook: (tenantId: string, id: string | number) => `webhook ${tenantId} ${id}`,
  webhookSigningKey: (tenantId: string, id: string | number) => `webhook signing key ${tenantId} ${id}`,
  webhookPrevious: (tenantId: string, id: string | number) => `webhook previous ${tenantId} ${id}`,
  webhookHeaders: (tenantId: string, id: string | number) => `webhook headers ${tenantId} ${id}`,
  payments: (tenantId: string, id: string | number) => `payments ${tenantId} ${id}`,
  paymentsOnline: (tenantId: string, id: string | number) => `payments online ${tenantId} ${id}`,
  mail: (tenantId: string, id: string | number) => `mail ${tenantId} ${id}`,
  messages: (tenantId: string, id: string | number) => `messages ${tenantId} ${id}`,
  totp: (tenantId: string, userId: string | number) => `totp ${tenantId} ${userId}`,
  refresh: (tenantId: string, hash: string | number) => `refresh ${tenantId} ${hash}`,
  referral: (id: string) => `referral ${id}`,
  referralWebhook: (keyId: string) => `referral webhook ${keyId}`,
  /** The request itself: its fingerprint holds the tenant's token and all else that makes it. */
  idempotency: (fingerprint: string | number) => `idempotency ${fingerprint}`,
};

/** `of` is the column that, beside the tenant, tells what the value is sealed for; with the tenant and `key` it finds the row again. */
type SealedColumn = {
  table: string;
  column: string;
  of: string;
  key: readonly string[];
  place: (tenantId: string, of: string | number) => string;
};
export const sealedColumns: readonly SealedColumn[] = [
  { table: "webhook_endpoints", column: "sealed_secret", of: "id", key: ["id"], place: sealedFor.webhook },
  {
    table: "webhook_endpoints",
    column: "sealed_signing_key",
    of: "id",
    key: ["id"],
    place: sealedFor.webhookSigningKey,
  },
  { table: "webhook_endpoints", column: "sealed_previous", of: "id", key: ["id"], place: sealedFor.webhookPrevious },
  { table: "webhook_endpoints", column: "sealed_headers", of: "id", key: ["id"], place: sealedFor.webhookHeaders },
  { table: "payment_accounts", column: "sealed_secret", of: "id", key: ["id"], place: sealedFor.payments },
  {
    table: "payment_accounts",
    column: "sealed_api_secret",
    of: "id",
    key: ["id"],
    place: sealedFor.paymentsOnline,
  },
  { table: "mails", column: "sealed_data", of: "id", key: ["id"], place: sealedFor.mail },
  { table: "message_accounts", column: "sealed_secret", of: "id", key: ["id"], place: sealedFor.messages },
  { table: "users", column: "totp_sealed", of: "id", key: ["id"], place: sealedFor.totp },
  { table: "users", column: "totp_pending", of: "id", key: ["id"], place: sealedFor.totp },
  { table: "refresh_tokens", column: "successor_sealed", of: "hash", key: ["hash"], place: sealedFor.refresh },
  {
    table: "idempotency_keys",
    column: "body",
    of: "fingerprint",
    key: ["principal", "key"],
    place: (_, fingerprint) => sealedFor.idempotency(fingerprint),
  },
];

type Env = Cloudflare.Env;
const PAGE_ROWS = 100;
/** Values that one call seals again at most. */
const MAX_VALUES = 500;

/** Sealed, and not under the current key. A stored answer that shows no secret is JSON, and no sealed value. */
const isOld = (column: string) => `"${column}" glob 'v[12].*' and substr("${column}", 1, length(?1)) <> ?1`;
/** A business that moves is left alone: what changes behind the copy would undo the move. */
const NOT_MOVING = "tenant_id not in (select tenant_id from tenant_state where state in ('moving', 'moved'))";

export type KeyUse = { sealedWithOldKey: number; passwordsWithOldPepper: number; backupCodesWithOldPepper: number };

const countIn = ({ results }: D1Result<{ n: number }>): number => results[0]?.n ?? 0;

/** What a shard still keeps under old keys. */
export async function keyUseOn(env: Env, name: ShardName): Promise<KeyUse> {
  const shard = shardBinding(env, name);
  const count = async (table: string, where: string, mark: string): Promise<number> =>
    countIn(await shard.prepare(`select count(*) n from "${table}" where ${where}`).bind(mark).all<{ n: number }>());
  const sealed = await Promise.all(
    sealedColumns.map(({ table, column }) => count(table, isOld(column), sealMark(env))),
  );
  const isOldHash = (column: string) => `${column} <> '' and substr(${column}, 1, length(?1)) <> ?1`;
  const [passwords, codes] = await Promise.all([
    count("users", isOldHash("password_hash"), hashMark(env)),
    count("backup_codes", `used_at is null and ${isOldHash("hash")}`, hashMark(env)),
  ]);
  return {
    sealedWithOldKey: sealed.reduce((sum, n) => sum + n, 0),
    passwordsWithOldPepper: passwords,
    backupCodesWithOldPepper: codes,
  };
}

/**
 * Seals values of a shard again that are under an old key, a bounded number of them. Answers how many; repeat it until there are none. Whatever
 * is done already is not found again, and a value that changes meanwhile is left to the next call. One that cannot be opened stays as it is.
 */
export async function sealAgain(env: Env, name: ShardName): Promise<number> {
  let done = 0;
  for (const column of sealedColumns) done += await sealColumnAgain(env, name, column, MAX_VALUES - done);
  return done;
}

type Row = Record<string, string | number> & { tenant_id: string; value: string; of: string | number };

async function sealColumnAgain(env: Env, name: ShardName, sealed: SealedColumn, limit: number): Promise<number> {
  const { table, column, of, key, place } = sealed;
  const shard = shardBinding(env, name);
  const columns = ["tenant_id", ...key].map((part) => `"${part}"`).join(", ");
  const find = shard.prepare(
    `select ${columns}, "${of}" "of", "${column}" value from "${table}"
     where ${isOld(column)} and ${NOT_MOVING} and (${columns}) > (?2, ${key.map((_, i) => `?${i + 3}`).join(", ")})
     order by ${columns} limit ${PAGE_ROWS}`,
  );
  const isRow = ["tenant_id", ...key].map((part, i) => `"${part}" = ?${i + 3}`).join(" and ");
  const replace = shard.prepare(
    `update "${table}" set "${column}" = ?1 where "${column}" = ?2 and ${isRow} and ${NOT_MOVING}`,
  );
  let done = 0;
  for (let after: readonly (string | number)[] = ["", ...key.map(() => "")]; done < limit; ) {
    const { results } = await find.bind(sealMark(env), ...after).all<Row>();
    const writes: D1PreparedStatement[] = [];
    for (const row of results) {
      after = ["tenant_id", ...key].map((part) => row[part] as string | number);
      try {
        const where = place(row.tenant_id, row.of);
        const again = await seal(env, where, await unseal(env, where, row.value));
        writes.push(replace.bind(again, row.value, ...after));
      } catch (error) {
        log("error", "sealed value cannot be opened", {
          shard: name,
          table,
          column,
          row: after,
          error: errorText(error),
        });
      }
    }
    const written = writes.length > 0 ? await shard.batch(writes) : [];
    done += written.reduce((sum, { meta }) => sum + meta.changes, 0);
    if (results.length < PAGE_ROWS) break;
  }
  return done;
}
