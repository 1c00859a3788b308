import type { Ctx } from "#/ctx.ts";
import { Replay } from "#/db/tenant/stored-answers.ts";
import { assignTechnician } from "#/domains/dispatch/actions/assign-technician.ts";
import { cancelJob } from "#/domains/dispatch/actions/cancel-job.ts";
import { changeJob } from "#/domains/dispatch/actions/change-job.ts";
import { reportStatus } from "#/domains/dispatch/actions/report-status.ts";
import { acceptReferral } from "#/domains/referrals/actions/accept-referral.ts";
import { cancelReferral } from "#/domains/referrals/actions/cancel-referral.ts";
import { declineReferral } from "#/domains/referrals/actions/decline-referral.ts";
import { setSale } from "#/domains/referrals/actions/set-sale.ts";
import { takeReferral } from "#/domains/referrals/actions/take-referral.ts";
import { CreateOpenJob } from "#/domains/referrals/open-schemas.ts";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { type Person, parsed, RIVAL, TENANT, ZIP } from "./base.ts";
import { after, type Known, type Make, type Operation, sell, technician } from "./operations.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

// What a referrer and two businesses do with referrals. They know of referrals by their own lists, which are read beside the run.

type Letter = (random: Random, known: Known, now: number, world: World) => Operation | undefined;

const SUMMARIES = ["AC not cooling", "no heat, furnace clicks", "toilet is clogged", "please call me back"];
const PHONES = ["5125550100", "5125550101", "5125550102", "5125550103"];
const judgedByRules = { of: undefined, act: undefined } as const;
const personOf = (tenantId: string): Person => (tenantId === RIVAL ? "rival" : "office");

/** The request of a referrer; now and then under the key of an earlier one, with another body. */
const refer: Letter = (random, _, now, { references }) => {
  const isAgain = references.length > 0 && random.chance(0.1);
  const reference = isAgain ? random.pick(references) : `reference-${now}-${references.length}`;
  if (!isAgain) references.push(reference);
  const body = {
    homeowner: { first_name: "John", last_name: "Doe", phone: random.pick(PHONES), zip_code: ZIP },
    ...{ summary: random.pick(SUMMARIES), idempotency_key: reference },
  };
  return {
    name: `refer ${reference}`,
    by: "referrer",
    ...{ reference, ...judgedByRules },
    async run(ctx) {
      try {
        return (await takeReferral(ctx, parsed(CreateOpenJob, body))).publicId;
      } catch (error) {
        if (!(error instanceof Replay)) throw error;
        return (JSON.parse(error.body) as { data: { public_id: string } }).data.public_id;
      }
    },
  };
};

const cancel: Letter = (random, _, __, { controlRows }) => {
  const all = controlRows<{ id: string }>("select public_id id from referrals where duplicate_of is null order by id");
  if (all.length === 0) return undefined;
  const { id } = random.pick(all.slice(-3));
  const reason = "The homeowner has changed their mind.";
  return {
    name: `cancel ${id}`,
    by: "referrer",
    ...judgedByRules,
    run: async (ctx) => (await cancelReferral(ctx, id, { reason })).job.referral.publicId,
  };
};

type Offered = { tenantId: string; id: number; jobId: number | null; customerId: number | null };

/** Something that a business does with a referral that it was offered; at times with one that it can no longer do it with. */
const onOffer =
  (what: string, where: string, run: (offered: Offered) => Extract<Operation, { by: Person }>["run"]): Letter =>
  (random, _, __, { rows }) => {
    const all = rows<Offered>(
      `select tenant_id tenantId, id, job_id jobId, customer_id customerId from offered_referrals where ${random.chance(0.9) ? where : "true"}
        order by tenant_id, id`,
    );
    if (all.length === 0) return undefined;
    const one = random.pick(all);
    const by = personOf(one.tenantId);
    return { name: `${what} referral ${one.id} of ${by}`, by, ...judgedByRules, run: run(one) };
  };

type Placed = { id: number; status: string; technicianId: number | null };
const placed = ({ rows }: World): Placed[] =>
  rows<Placed>(
    `select j.id, j.status, j.technician_id technicianId from offered_referrals o
      join dispatch_jobs j on j.tenant_id = o.tenant_id and j.id = o.job_id where o.tenant_id = ? order by j.id`,
    TENANT,
  );

/** The next step of a job that came with a referral: somebody gets it, goes there, does it. */
const work: Letter = (random, _, now, world) => {
  const open = placed(world).filter(({ status }) => status === "pending" || status in after);
  if (open.length === 0) return undefined;
  const { id, status, technicianId } = random.pick(open);
  const next = after[status];
  if (next && technicianId !== null)
    return {
      name: `report placed job ${id} ${next}`,
      by: technician(technicianId),
      ...judgedByRules,
      run: (ctx: Ctx) => reportStatus(ctx, { id, status: next }),
    };
  const scheduledStart = plusSeconds(toInstant(now), 3600);
  const times = { scheduledStart, scheduledEnd: plusSeconds(scheduledStart, 3600) };
  return random.chance(0.3)
    ? {
        name: `schedule placed job ${id}`,
        by: "office",
        ...judgedByRules,
        run: (ctx) => changeJob(ctx, { id, ...times }),
      }
    : {
        name: `assign placed job ${id}`,
        by: "office",
        ...judgedByRules,
        run: (ctx) => assignTechnician(ctx, { id, technicianId: 1 + (id % 2) }),
      };
};

/** A sale to the customer of a referral. */
const sellToReferred: Letter = (random, known, now, { rows }) => {
  const customers = rows<{ id: number }>(
    "select distinct customer_id id from offered_referrals where tenant_id = ? and customer_id > 0 order by 1",
    TENANT,
  );
  return customers.length === 0 ? undefined : sell(random, known, now, random.pick(customers).id);
};

const nameSale: Letter = (random, known, now, world) =>
  known.sales.length === 0
    ? undefined
    : onOffer("name the sale of", `tenant_id = '${TENANT}' and job_id > 0`, ({ id }) => {
        const saleId = random.chance(0.2) ? null : random.pick(known.sales);
        return (ctx) => setSale(ctx, { id, saleId });
      })(random, known, now, world);

/** Each with the weight that it has where a seed has the network. */
const letters: Record<string, { weight: number; make: Letter }> = {
  refer: { weight: 8, make: refer },
  accept: {
    weight: 14,
    make: onOffer(
      "accept",
      "status = 'offered'",
      ({ id }) =>
        (ctx) =>
          acceptReferral(ctx, id),
    ),
  },
  decline: {
    weight: 4,
    make: onOffer(
      "decline",
      "status = 'offered'",
      ({ id }) =>
        (ctx) =>
          declineReferral(ctx, { id, reason: "Booked out" }),
    ),
  },
  cancelReferral: { weight: 2, make: cancel },
  work: { weight: 40, make: work },
  giveBack: {
    weight: 2,
    make: onOffer(
      "give back",
      "job_id > 0",
      ({ jobId }) =>
        (ctx) =>
          cancelJob(ctx, { id: jobId ?? 0, reason: "No parts" }),
    ),
  },
  sellToReferred: { weight: 10, make: sellToReferred },
  nameSale: { weight: 2, make: nameSale },
};

/** The letters of the network, for a world. */
export const networkAlphabet = (world: World): Record<string, { weight: number; make: Make }> =>
  Object.fromEntries(
    Object.entries(letters).map(([name, { weight, make }]) => [
      name,
      { weight, make: (random, known, now) => make(random, known, now, world) },
    ]),
  );
