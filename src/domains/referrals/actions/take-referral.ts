import type { Idempotency, ReferrerCtx } from "#/ctx.ts";
import { ringControlAt } from "#/db/control/alarms.ts";
import { phoneHashes } from "#/db/control/phone-hash.ts";
import { withRetry } from "#/db/retry.ts";
import { violatedConstraint } from "#/db/tenant/guards.ts";
import { keyReused, Replay } from "#/db/tenant/stored-answers.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { REFERRAL } from "../alarms.ts";
import { sealDetails } from "../details.ts";
import { keysDiffer } from "../errors.ts";
import { type AnswerKey, type NewReferral, takeIn } from "../intake-repo.ts";
import { addressOf, attributionOf, DUPLICATE_SECONDS, newPublicId, peopleOf } from "../intake-rules.ts";
import type { IntakeBody } from "../open-schemas.ts";
import { presentReceipt, receiptText } from "../present.ts";

const TRIES = 3;

/** A referrer passes a job on. Repeated under its key it is the same job, whatever else the body says: the document promises the first answer. */
export async function takeReferral(ctx: ReferrerCtx, body: IntakeBody) {
  const header = ctx.asked.idempotency;
  const answerKey = keyOf(header, body.idempotencyKey ?? undefined);
  const { referral, receipt } = await attempt(ctx, body, answerKey);
  if (receipt.referralId === referral.id) {
    if (!referral.isTest) ctx.afterAnswer(() => ringControlAt(ctx, { job: REFERRAL, id: referral.id }, ctx.now));
    return presentReceipt(receipt);
  }
  const isOther = header && !body.idempotencyKey && receipt.fingerprint && receipt.fingerprint !== header.fingerprint;
  if (isOther) throw keyReused();
  throw new Replay({ status: 201, body: receiptText(receipt) });
}

/** The key in the body, or in the header as everywhere else. Only the header's has a fingerprint: the body's is never compared. */
function keyOf(header: Idempotency | undefined, inBody: string | undefined): AnswerKey | undefined {
  if (header && inBody !== undefined && header.key !== inBody) throw keysDiffer();
  const idempotencyKey = inBody ?? header?.key;
  return idempotencyKey === undefined
    ? undefined
    : { idempotencyKey, fingerprint: inBody === undefined ? (header?.fingerprint ?? "") : "" };
}

/** With another public id in the case, once in many lifetimes, that it is taken. */
async function attempt(ctx: ReferrerCtx, body: IntakeBody, answerKey: AnswerKey | undefined) {
  for (let tries = 1; ; tries++) {
    const referral = await newReferral(ctx, body);
    try {
      return { referral, receipt: await withRetry(() => takeIn(ctx, referral, answerKey)) };
    } catch (error) {
      if (tries === TRIES || violatedConstraint(error) !== "referrals.public_id") throw error;
    }
  }
}

async function newReferral({ env, now, referrer }: ReferrerCtx, body: IntakeBody): Promise<NewReferral> {
  const id = newId("ref");
  const { homeowner, summary, callCenter, referringUser } = body;
  const [hashes, sealed] = await Promise.all([
    phoneHashes(env, homeowner.phone),
    sealDetails(env, id, { homeowner, summary, callCenter, referringUser }),
  ]);
  const { type, person } = attributionOf(body);
  const people = referrer.isTest ? [] : peopleOf(body).map((one) => ({ id: newId("rfr"), ...one }));
  const address = person && addressOf(person);
  return {
    id,
    publicId: newPublicId(),
    ...{ keyId: referrer.keyId, source: referrer.source, isTest: referrer.isTest },
    attribution: type,
    credited: people.find(({ email }) => email === address) ?? null,
    people,
    ...{ phoneHash: hashes[0] ?? "", phoneHashes: hashes, duplicatesSince: plusSeconds(now, -DUPLICATE_SECONDS) },
    zip: homeowner.zipCode,
    serviceTitanTenantId: textOf(body.serviceTitanTenantId),
    brandLocationId: textOf(body.brandLocationId),
    defaultCompanyId: referrer.companyId,
    externalIds: body.externalIds ?? {},
    sealed,
  };
}

const textOf = (id: string | number | null | undefined): string | null =>
  id === null || id === undefined ? null : String(id);
