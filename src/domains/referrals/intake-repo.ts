import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { OpenCtx } from "#/ctx.ts";
import { type ControlDb, controlOf } from "#/db/control/client.ts";
import {
  type Referral,
  type Referrer,
  referralAnswers,
  referralCompanies,
  referralDetails,
  referralHistory,
  referrals,
  referrers,
} from "#/db/control/schema/referrals.ts";
import type { Instant } from "#/kernel/time.ts";

/** The key under which a request may have been carried out before. */
export type AnswerKey = { idempotencyKey: string; fingerprint: string };
export const CREATE_JOB = "POST /open/jobs";

export type NewReferral = Pick<
  Referral,
  | "id"
  | "publicId"
  | "keyId"
  | "source"
  | "isTest"
  | "attribution"
  | "externalIds"
  | "phoneHash"
  | "zip"
  | "serviceTitanTenantId"
  | "brandLocationId"
> & {
  sealed: string;
  /** The company of the key, for a request that names none that is known. */
  defaultCompanyId: string | null;
  /** Of `people`, who is credited. */
  credited: NewPerson | null;
  /** Hashes under which an earlier referral may have the phone. */
  phoneHashes: readonly string[];
  duplicatesSince: Instant;
  /** Whoever of them is new is invited. */
  people: readonly NewPerson[];
};
/** A person who refers, with the id that they get if their address is new. */
export type NewPerson = Pick<Referrer, "id" | "email" | "name">;

/** The answer of a request: of this one, or of the earlier one with its key. */
export type Receipt = Pick<Referral, "publicId" | "status" | "source" | "duplicateOf"> & {
  referralId: string;
  fingerprint: string | null;
};

/** A row for `insert ... select`: a value for each column, in the order of the table. */
const rowOf = <T extends SQLiteTable>(table: T, values: Record<keyof T["$inferSelect"], unknown>) =>
  sql.join(
    Object.keys(getTableColumns(table)).map((name) => sql`${values[name as keyof T["$inferSelect"]]}`),
    sql`, `,
  );

const ofReferral = ({ id }: NewReferral) => sql`from ${referrals} where id = ${id}`;

/**
 * Takes a referral in, in one batch and so in one trip. What is known under the request's key, of the company, the person who is credited and
 * earlier referrals of the phone is found by the statements that write, so that of many requests at once none decides by what has just changed.
 * Safe to repeat with the same ids.
 */
export async function takeIn(open: OpenCtx, referral: NewReferral, answerKey: AnswerKey | undefined): Promise<Receipt> {
  const db = controlOf(open);
  const ofAnswer = answerKey && underKey(referral.keyId, answerKey.idempotencyKey);
  const isNew = ofAnswer
    ? sql`not exists (select 1 from ${referralAnswers} where ${ofAnswer} and referral_id <> ${referral.id})`
    : sql`true`;
  const results = await db.batch([
    insertReferral(open, db, referral, isNew),
    ...referral.people.map((person) => invite(open, db, referral, person)),
    insertDetails(db, referral),
    insertFirstStatus(open, db, referral),
    ...(answerKey ? [insertAnswer(open, db, referral, answerKey)] : []),
    answered(db, referral.id, ofAnswer),
  ]);
  const receipt = (results.at(-1) as Receipt[])[0]; // safe: the last statement selects receipts
  if (!receipt) throw new Error("a referral was not taken in");
  return receipt;
}

const underKey = (keyId: string, idempotencyKey: string) =>
  and(
    eq(referralAnswers.keyId, keyId),
    eq(referralAnswers.endpoint, CREATE_JOB),
    eq(referralAnswers.idempotencyKey, idempotencyKey),
  );

const invite = ({ now }: OpenCtx, db: ControlDb, referral: NewReferral, person: NewPerson) =>
  db
    .insert(referrers)
    .select(
      sql`select ${rowOf(referrers, {
        ...person,
        ...{ status: "queued", attempts: 0, error: null, nextAttemptAt: now, createdAt: now, sentAt: null },
      })} where exists (select 1 ${ofReferral(referral)})`,
    )
    .onConflictDoNothing();

/** The newest referral of the phone by this key that nobody has cancelled, as `d`; none, and there is still one row. */
const earlier = ({ keyId, isTest, phoneHashes, duplicatesSince }: NewReferral) => sql`
  (select 1) left join (
    select id, status, closed_at from ${referrals}
    where key_id = ${keyId} and phone_hash in (select value from json_each(${JSON.stringify(phoneHashes)}))
      and created_at >= ${duplicatesSince} and status <> 'HOMEOWNER_CANCELLED' and duplicate_of is null and is_test = ${Number(isTest)}
    order by created_at desc limit 1) d on true`;

const company = ({ serviceTitanTenantId, brandLocationId, defaultCompanyId }: NewReferral) => {
  const by = (column: SQL, value: string | null) =>
    sql`(select id from ${referralCompanies} where ${column} = ${value})`;
  return sql`coalesce(${by(sql`service_titan_tenant_id`, serviceTitanTenantId)}, ${by(sql`brand_location_id`, brandLocationId)}, ${by(sql`id`, defaultCompanyId)})`;
};

const insertReferral = ({ now }: OpenCtx, db: ControlDb, referral: NewReferral, isNew: SQL) => {
  const { credited } = referral;
  return db
    .insert(referrals)
    .select(
      sql`select ${rowOf(referrals, {
        ...referral,
        isTest: Number(referral.isTest),
        externalIds: JSON.stringify(referral.externalIds),
        companyId: company(referral),
        referrerId: credited
          ? sql`coalesce((select id from ${referrers} where email = ${credited.email}), ${credited.id})`
          : null,
        duplicateOf: sql`d.id`,
        status: sql`coalesce(d.status, 'HOMEOWNER_ACCEPTED')`,
        closedAt: sql`d.closed_at`,
        ...{ latitude: null, longitude: null, sector: null, sectorConfidenceBps: null, offeredTo: null },
        ...{ providerTenantId: null, leadId: null, jobId: null, feeCents: null, feeTier: null, eventsSequence: 0 },
        nextAttemptAt: referral.isTest ? null : now,
        ...{ attempts: 0, error: null, historySequence: 1, erasedAt: null },
        ...{ createdAt: now, updatedAt: now, version: 1 },
      })} from ${earlier(referral)} where ${isNew}`,
    )
    .onConflictDoNothing({ target: referrals.id });
};

const insertDetails = (db: ControlDb, referral: NewReferral) =>
  db
    .insert(referralDetails)
    .select(sql`select id, ${referral.sealed} ${ofReferral(referral)}`)
    .onConflictDoNothing();

const insertFirstStatus = ({ now }: OpenCtx, db: ControlDb, referral: NewReferral) =>
  db
    .insert(referralHistory)
    .select(
      sql`select id, 1, status, ${now}, ${`key:${referral.keyId}`}, null ${ofReferral(referral)} and duplicate_of is null`,
    )
    .onConflictDoNothing();

const insertAnswer = (
  { now }: OpenCtx,
  db: ControlDb,
  referral: NewReferral,
  { idempotencyKey, fingerprint }: AnswerKey,
) =>
  db
    .insert(referralAnswers)
    .select(
      sql`select key_id, ${CREATE_JOB}, ${idempotencyKey}, ${fingerprint}, id, status, ${now} ${ofReferral(referral)}`,
    )
    .onConflictDoNothing();

function answered(db: ControlDb, id: string, ofAnswer: SQL | undefined) {
  const { publicId, source, duplicateOf } = referrals;
  const receipt = { publicId, source, duplicateOf, referralId: referrals.id };
  const { status, fingerprint } = referralAnswers;
  return ofAnswer
    ? db
        .select({ ...receipt, status, fingerprint })
        .from(referralAnswers)
        .innerJoin(referrals, eq(referrals.id, referralAnswers.referralId))
        .where(ofAnswer)
    : db
        .select({ ...receipt, status: referrals.status, fingerprint: sql<string | null>`null` })
        .from(referrals)
        .where(eq(referrals.id, id));
}
