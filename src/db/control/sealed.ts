import { errorText, log } from "#/kernel/log.ts";
import { seal, sealMark, unseal } from "#/kernel/seal.ts";
import { sealedFor } from "../tenant/sealed.ts";
import { phoneHashes } from "./phone-hash.ts";

// All that the control database keeps under SEAL_KEY, in one list, as db/tenant/sealed.ts has that of a shard.

type Env = Pick<Cloudflare.Env, "CONTROL" | "SEAL_KEY">;
type SealedColumn = {
  table: string;
  key: string;
  column: string;
  place: (key: string) => string;
  /** What else depends on the key of SEAL_KEY. */
  also?: (env: Env, key: string, text: string) => Promise<D1PreparedStatement>;
};

/** The phone by which a homeowner's referrals are found, under the current key. */
async function hashAgain(env: Env, referralId: string, text: string): Promise<D1PreparedStatement> {
  const { homeowner } = JSON.parse(text) as { homeowner: { phone: string } };
  const [hash = ""] = await phoneHashes(env, homeowner.phone);
  return env.CONTROL.prepare("update referrals set phone_hash = ?1 where id = ?2 and erased_at is null").bind(
    hash,
    referralId,
  );
}

export const controlSealedColumns: readonly SealedColumn[] = [
  { table: "referral_details", key: "referral_id", column: "sealed", place: sealedFor.referral, also: hashAgain },
  { table: "referral_webhooks", key: "key_id", column: "sealed_secret", place: sealedFor.referralWebhook },
];

/** Values that one call seals again at most. */
const MAX_VALUES = 500;

const isOld = (column: string) => `substr("${column}", 1, length(?1)) <> ?1`;

/** How many values of the control database are not under the current key. */
export async function countOldSeals(env: Env): Promise<number> {
  const counts = await Promise.all(
    controlSealedColumns.map(({ table, column }) =>
      env.CONTROL.prepare(`select count(*) n from "${table}" where ${isOld(column)}`)
        .bind(sealMark(env))
        .all<{ n: number }>(),
    ),
  );
  return counts.reduce((sum, { results }) => sum + (results[0]?.n ?? 0), 0);
}

/** Seals a bounded number of values again that are under an old key. Answers how many; repeat it until there are none. What cannot be opened stays. */
export async function sealControlAgain(env: Env): Promise<number> {
  let done = 0;
  for (const column of controlSealedColumns) done += await sealColumnAgain(env, column, MAX_VALUES - done);
  return done;
}

async function sealColumnAgain(env: Env, sealed: SealedColumn, limit: number): Promise<number> {
  const { table, key, column, place, also } = sealed;
  const { results } = await env.CONTROL.prepare(
    `select "${key}" "key", "${column}" value from "${table}" where ${isOld(column)} limit ${Math.max(limit, 0)}`,
  )
    .bind(sealMark(env))
    .all<{ key: string; value: string }>();
  const replace = env.CONTROL.prepare(
    `update "${table}" set "${column}" = ?1 where "${column}" = ?2 and "${key}" = ?3`,
  );
  const writes: D1PreparedStatement[] = [];
  const further: D1PreparedStatement[] = [];
  for (const row of results)
    try {
      const text = await unseal(env, place(row.key), row.value);
      if (also) further.push(await also(env, row.key, text));
      writes.push(replace.bind(await seal(env, place(row.key), text), row.value, row.key));
    } catch (error) {
      log("error", "sealed value cannot be opened", {
        shard: "CONTROL",
        table,
        column,
        row: row.key,
        error: errorText(error),
      });
    }
  const written = writes.length > 0 ? await env.CONTROL.batch([...writes, ...further]) : [];
  return written.slice(0, writes.length).reduce((sum, { meta }) => sum + meta.changes, 0);
}
