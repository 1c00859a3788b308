import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { enqueue, sql } from "./back-door.ts";
import {
  type Api,
  type Business,
  client,
  eventually,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
} from "./client.ts";
import type { PlatformAdmin } from "./platform.ts";

// The referral network is one for all tests. Each has ZIP codes of its own, of which there are none on any map.

/** A referrer's key: its id, and who refers by it. */
export async function newReferrer({ api }: PlatformAdmin, more: Json = {}): Promise<{ id: string; api: Api }> {
  const made = await api.post("/platform/referral-keys", { name: `Referrer ${randomUUID().slice(0, 8)}`, ...more });
  expect(made.status, made.text).toBe(201);
  return { id: made.data.id, api: client({ "x-tradeengage-signature": made.data.key }) };
}

/** A business that takes referrals for heating and cooling in a ZIP code. */
export async function newProvider(zip: string, more: Json = {}): Promise<Business> {
  const business = await newBusiness();
  await takePart(business, zip, more);
  return business;
}
export async function takePart({ api }: Business, zip: string, more: Json = {}): Promise<void> {
  const set = await api.put("/admin/referrals/participation", {
    ...{ takes_referrals: true, sectors: ["HVAC"], zip_codes: [zip], daily_limit: 50, ...more },
  });
  expect(set.status, set.text).toBe(200);
}

export const homeowner = (zip: string, n = 0) => ({
  ...{ first_name: "John", last_name: "Doe", phone: `555123${String(4000 + n)}`, email: `john.doe${n}@example.com` },
  ...{ zip_code: zip, street: "12 Oak Street", city: "Tampa", state: "FL" },
});
const summary = "Customer needs HVAC repair - AC not cooling properly";

/** Refers a job; answers its public id. */
export async function refer({ api }: { api: Api }, zip: string, n = 0): Promise<string> {
  const made = await api.post("/open/jobs", { homeowner: homeowner(zip, n), summary });
  expect(made.status, made.text).toBe(201);
  return made.data.public_id;
}

export const referral = async (publicId: string): Promise<Json> =>
  (await sql("CONTROL", "select * from referrals where public_id = ?", publicId))[0];
export const offersOf = (publicId: string): Promise<Json[]> =>
  sql(
    "CONTROL",
    "select o.* from referral_offers o join referrals r on r.id = o.referral_id where r.public_id = ? order by o.id",
    publicId,
  );
export const historyOf = async (publicId: string): Promise<string[]> =>
  (
    await sql<{ status: string }>(
      "CONTROL",
      "select h.status from referral_history h join referrals r on r.id = h.referral_id where r.public_id = ? order by h.sequence",
      publicId,
    )
  ).map(({ status }) => status);
export const ledgerOf = (publicId: string): Promise<Json[]> =>
  sql(
    "CONTROL",
    "select f.number, f.kind, f.amount_cents from referral_fees f join referrals r on r.id = f.referral_id where r.public_id = ? order by f.number",
    publicId,
  );

/** Waits until the referral has a status. */
export const reaches = (publicId: string, status: string) =>
  eventually(async () => (await referral(publicId)).status === status, `${publicId} becomes ${status}`);

/** The offer to a business, once it is there. */
export const offerIn = ({ api }: Business, publicId: string): Promise<Json> =>
  eventually(
    async () =>
      (await api.get("/admin/referrals?limit=200")).data.items.find((one: Json) => one.public_id === publicId),
    `${publicId} is offered`,
  );

/** The business that is asked now, after `others` were. */
export async function asked(
  publicId: string,
  businesses: readonly Business[],
  others = 0,
): Promise<{ business: Business; offer: Json }> {
  const open = await eventually(
    async () =>
      (await offersOf(publicId)).slice(others).find(({ status, told }) => status === "open" && told === "open"),
    `somebody is asked about ${publicId}`,
  );
  const business = businesses.find(({ tenantId }) => tenantId === open.tenant_id);
  if (!business) throw new Error("a business of another test was asked");
  return { business, offer: await offerIn(business, publicId) };
}

/** The time of the open offer of a referral is over. */
export async function runOut(publicId: string, { shard, tenantId }: Business): Promise<void> {
  const past = "2026-01-01T00:00:00.000Z";
  const [offer] = (await offersOf(publicId)).filter(({ status }) => status === "open");
  await sql(
    shard,
    "update offered_referrals set expires_at = ? where tenant_id = ? and offer_id = ?",
    past,
    tenantId,
    offer.id,
  );
  await sql(
    "CONTROL",
    "update referral_offers set expires_at = ?1, next_attempt_at = ?1 where id = ?2",
    past,
    offer.id,
  );
}
/** The alarm of an offer or a referral rings. */
export const ring = (job: "referral" | "referral.offer", id: string) => enqueue("REFERRALS", { job, id });

/** The work is done: assigned, begun, completed. */
export async function doJob(business: Business, jobId: number): Promise<void> {
  const technician = await newTechnician(business, true);
  const steps = [
    await business.api.patch(`/admin/dispatch/${jobId}/assign`, { technician_id: technician.id }),
    ...(await inTurn(["en_route", "in_progress", "completed"], (status) =>
      technician.api.patch(`/tech/dispatch/my-jobs/${jobId}/status`, { status }),
    )),
  ];
  for (const step of steps) expect(step.status, step.text).toBe(200);
}
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

/** A sale to a customer, which is not paid yet. */
export async function sell(business: Business, customerId: number, cents: number): Promise<number> {
  const [technician, item] = [await newTechnician(business), await newItem(business)];
  const sold = await business.api.post("/sales", {
    ...{ technician_id: technician.id, item_id: item.id, sale_price_cents: cents },
    ...{ customer_name: "John Doe", customer_id: customerId, payment_type: "cash" },
  });
  expect(sold.status, sold.text).toBe(201);
  return sold.data.id;
}
