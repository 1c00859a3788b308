import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, quiet } from "../support/client.ts";
import {
  asked,
  doJob,
  historyOf,
  ledgerOf,
  newProvider,
  newReferrer,
  offersOf,
  reaches,
  refer,
  referral,
  ring,
  runOut,
  sell,
} from "../support/network.ts";
import { newPlatformAdmin, type PlatformAdmin } from "../support/platform.ts";

// Issue 10: a referral finds its provider, and what becomes of it finds its referrer.

let admin: PlatformAdmin;
let referrer: Awaited<ReturnType<typeof newReferrer>>;
beforeAll(async () => {
  admin = await newPlatformAdmin();
  referrer = await newReferrer(admin);
  const tiers = [
    { sector: "HVAC", tier: "standard", fee_cents: 4500 },
    { sector: "General", tier: "small", fee_cents: 1500 },
  ];
  const set = await admin.api.put("/platform/referral-fees", { tiers });
  expect(set.data.tiers.map(({ sector, fee_cents }: Json) => [sector, fee_cents])).toEqual([
    ["General", 1500],
    ["HVAC", 4500],
  ]);
});
const month = new Date().toISOString().slice(0, 7);
const accept = ({ api }: Business, id: number) => api.post(`/admin/referrals/${id}/accept`);

describe("a referral", () => {
  it("is declined by one, left to run out by another, done by the third, paid, and refunded: its fee comes and goes", async () => {
    const zip = "00101";
    const providers = await Promise.all([newProvider(zip), newProvider(zip), newProvider(zip)]);
    const publicId = await refer(referrer, zip, 1);

    const first = await asked(publicId, providers);
    expect(first.offer).toMatchObject({ status: "offered", sector: "HVAC", fee_cents: 4500, zip, job_id: null });
    expect(JSON.stringify(first.offer)).not.toContain("Doe"); // nobody learns who it is before they accept
    const declined = await first.business.api.post(`/admin/referrals/${first.offer.id}/decline`, {
      reason: "Booked out",
    });
    expect(declined.data).toMatchObject({ status: "declined", reason: "Booked out", answered_by: "user:1" });

    const second = await asked(publicId, providers, 1);
    expect(second.business.tenantId).not.toBe(first.business.tenantId);
    await runOut(publicId, second.business);
    expect((await accept(second.business, second.offer.id)).error.reason).toBe("referral.offer_over");
    const [, open] = await offersOf(publicId);
    await ring("referral.offer", open.id);

    const third = await asked(publicId, providers, 2);
    expect(new Set([first, second, third].map(({ business }) => business.tenantId)).size).toBe(3);
    const accepted = await accept(third.business, third.offer.id);
    expect(accepted.status, accepted.text).toBe(200);
    expect(accepted.data).toMatchObject({ status: "accepted", answered_by: "user:1" });
    const { lead_id: leadId, job_id: jobId, customer_id: customerId } = accepted.data;
    expect((await accept(third.business, third.offer.id)).error.reason).toBe("referral.offer_over");
    await eventually(async () => (await referral(publicId)).job_id === jobId, "the network learns the job");

    const { api } = third.business;
    const job = (await api.get(`/admin/dispatch/${jobId}`)).data;
    expect(job).toMatchObject({
      status: "pending",
      customer_name: "John Doe",
      service_zip: zip,
      customer_id: customerId,
    });
    const leads = await sql(
      third.business.shard,
      "select id, referral_id, trade from leads where tenant_id = ?",
      third.business.tenantId,
    );
    expect(leads).toEqual([{ id: leadId, referral_id: publicId, trade: "HVAC" }]);
    const times = { scheduled_start: "2026-12-01T15:00:00.000Z", scheduled_end: "2026-12-01T17:00:00.000Z" };
    expect((await api.patch(`/admin/dispatch/${jobId}/reschedule`, times)).status).toBe(200);
    await reaches(publicId, "SCHEDULED");
    await doJob(third.business, jobId);
    await reaches(publicId, "COMPLETED");
    const sale = await sell(third.business, customerId, 30_000);
    await api.patch(`/sales/${sale}/payment-status`, { status: "paid" });
    await reaches(publicId, "PAID");
    expect(await ledgerOf(publicId)).toEqual([{ number: 1, kind: "credit", amount_cents: 4500 }]);

    await api.patch(`/sales/${sale}/payment-status`, { status: "partially_refunded", amount_cents: 10_001 });
    await eventually(async () => (await ledgerOf(publicId)).length === 2, "a part is clawed back");
    await api.patch(`/sales/${sale}/payment-status`, { status: "refunded" });
    await eventually(async () => (await ledgerOf(publicId)).length === 3, "the rest is clawed back");
    expect(await ledgerOf(publicId)).toEqual([
      { number: 1, kind: "credit", amount_cents: 4500 },
      { number: 2, kind: "claw_back", amount_cents: -1500 },
      { number: 3, kind: "claw_back", amount_cents: -3000 },
    ]);
    expect(await historyOf(publicId)).toEqual([
      ...["HOMEOWNER_ACCEPTED", "MATCHING", "OFFERED", "PROVIDER_DECLINED", "OFFERED", "MATCHING", "OFFERED"],
      ...["PROVIDER_ACCEPTED", "SCHEDULED", "COMPLETED", "PAID"],
    ]);
    expect(
      await eventually(async () => {
        const { data } = await api.get(`/admin/referrals/${third.offer.id}`);
        return data.fee_owed_cents === 0 && data;
      }, "nothing is owed"),
    ).toMatchObject({ status: "paid", sale_id: sale });
    await eventually(
      async () => (await offersOf(publicId)).every(({ status, told }) => status === told),
      "all are told",
    );
    expect((await offersOf(publicId)).map(({ status }) => status)).toEqual(["declined", "expired", "accepted"]);

    const [own, platform] = [
      await referrer.api.get(`/open/statement?month=${month}`),
      await admin.api.get(`/platform/referral-statements?referrer=${referrer.id}&month=${month}`),
    ];
    expect(platform.data).toEqual(own.data);
    const entries = own.data.entries.filter((entry: Json) => entry.public_id === publicId);
    expect(entries.map(({ amount_cents }: Json) => amount_cents)).toEqual([4500, -1500, -3000]);
    expect(own.data.net_cents).toBe(own.data.credited_cents + own.data.clawed_back_cents + own.data.restored_cents);
    const rows = await sql(
      third.business.shard,
      "select (select count(*) from leads where tenant_id = ?1) leads, (select count(*) from dispatch_jobs where tenant_id = ?1) jobs",
      third.business.tenantId,
    );
    expect(rows).toEqual([{ leads: 1, jobs: 1 }]);
  });

  it("finds nobody where nobody works, and says so", async () => {
    const publicId = await refer(referrer, "00102", 2);
    await reaches(publicId, "UNSERVICEABLE");
  });

  it("is never offered to the company that refers it", async () => {
    const zip = "00103";
    const provider = await newProvider(zip);
    const company = await admin.api.post("/platform/referral-companies", {
      name: "Own",
      tenant_id: provider.tenantId,
    });
    const own = await newReferrer(admin, { company_id: company.data.id });
    await reaches(await refer(own, zip, 3), "UNSERVICEABLE");
    await asked(await refer(referrer, zip, 3), [provider]);
  });

  it("is accepted once, whoever is faster", async () => {
    const zip = "00104";
    const provider = await newProvider(zip);
    const publicId = await refer(referrer, zip, 4);
    const { offer } = await asked(publicId, [provider]);
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(provider, offer.id)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(5).fill(409)]);
    await quiet(provider);
    const [row] = await sql(
      provider.shard,
      "select (select count(*) from leads where tenant_id = ?1) leads, (select count(*) from dispatch_jobs where tenant_id = ?1) jobs",
      provider.tenantId,
    );
    expect(row).toEqual({ leads: 1, jobs: 1 });
  });

  it("is taken back when the homeowner cancels: from whoever was asked, and from whoever has the job", async () => {
    const zip = "00105";
    const provider = await newProvider(zip);
    const [one, other] = [await refer(referrer, zip, 5), await refer(referrer, zip, 6)];
    const cancel = (publicId: string) => referrer.api.post(`/open/jobs/${publicId}/cancel`, { reason: "Changed mind" });
    const { offer } = await asked(one, [provider]);
    expect((await cancel(one)).data.status).toBe("HOMEOWNER_CANCELLED");
    const shown = (id: number) => provider.api.get(`/admin/referrals/${id}`);
    await eventually(async () => (await shown(offer.id)).data.status === "withdrawn", "the offer is withdrawn");
    expect((await accept(provider, offer.id)).error.reason).toBe("referral.offer_over");

    const taken = await asked(other, [provider]);
    const { data } = await accept(provider, taken.offer.id);
    await cancel(other);
    await eventually(async () => {
      const job = await provider.api.get(`/admin/dispatch/${data.job_id}`);
      return job.data.status === "cancelled";
    }, "the job is cancelled");
    expect(await historyOf(other)).toEqual([
      ...["HOMEOWNER_ACCEPTED", "MATCHING", "OFFERED", "PROVIDER_ACCEPTED", "HOMEOWNER_CANCELLED"],
    ]);
  });

  it("goes to the next business when one cancels the job that it had accepted", async () => {
    const zip = "00106";
    const providers = await Promise.all([newProvider(zip), newProvider(zip)]);
    const publicId = await refer(referrer, zip, 7);
    const first = await asked(publicId, providers);
    const { data } = await accept(first.business, first.offer.id);
    await first.business.api.patch(`/admin/dispatch/${data.job_id}/cancel`, { reason: "No parts" });
    const second = await asked(publicId, providers, 1);
    expect(second.business.tenantId).not.toBe(first.business.tenantId);
    const { data: placed } = await accept(second.business, second.offer.id);
    await reaches(publicId, "PROVIDER_ACCEPTED");
    await doJob(second.business, placed.job_id);
    await reaches(publicId, "COMPLETED");
    expect(await ledgerOf(publicId)).toEqual([{ number: 1, kind: "credit", amount_cents: 4500 }]);
  });

  it("of a homeowner who is referred twice adds to the lead that is there", async () => {
    const zip = "00107";
    const provider = await newProvider(zip);
    const publicId = await refer(referrer, zip, 8);
    const { offer } = await asked(publicId, [provider]);
    const { data } = await accept(provider, offer.id);
    await eventually(async () => (await referral(publicId)).lead_id === data.lead_id, "the network learns the lead");
    const again = await refer(referrer, zip, 8);
    expect((await referral(again)).duplicate_of).toBe((await referral(publicId)).id);
    await eventually(async () => (await referral(again)).lead_id === data.lead_id, "the second one finds the lead");
    const activities = await sql(
      provider.shard,
      "select referral_id from lead_activities where tenant_id = ? and kind = 'enquiry' order by id",
      provider.tenantId,
    );
    expect(activities).toEqual([{ referral_id: publicId }, { referral_id: again }]);
  });

  it("that found nobody is looked at again when the homeowner is referred again", async () => {
    const zip = "00120";
    const publicId = await refer(referrer, zip, 40);
    await reaches(publicId, "UNSERVICEABLE");
    const provider = await newProvider(zip);
    const again = await refer(referrer, zip, 40);
    const { offer } = await asked(publicId, [provider]);
    expect((await referral(again)).duplicate_of).toBe((await referral(publicId)).id);
    expect((await historyOf(publicId)).slice(-3)).toEqual(["UNSERVICEABLE", "MATCHING", "OFFERED"]);
    expect((await accept(provider, offer.id)).status).toBe(200);
  });

  it("waits where all are full, and is not offered to a business that is suspended", async () => {
    const [full, closed] = ["00108", "00109"];
    const [busy, suspended] = await Promise.all([newProvider(full, { daily_limit: 1 }), newProvider(closed)]);
    await asked(await refer(referrer, full, 9), [busy]);
    const waiting = await refer(referrer, full, 10);
    await eventually(async () => (await referral(waiting)).next_attempt_at > new Date().toISOString(), "it waits");
    expect((await referral(waiting)).status).toBe("MATCHING");
    await admin.api.post(`/platform/tenants/${suspended.tenantId}/suspend`, { reason: "Unpaid" });
    await reaches(await refer(referrer, closed, 11), "UNSERVICEABLE");
  });
});

describe("a business in the network", () => {
  it("says what it takes and where, and is refused what makes no sense", async () => {
    const provider = await newProvider("00110", { daily_limit: 3 });
    const { api } = provider;
    expect((await api.get("/admin/referrals/participation")).data).toMatchObject({
      ...{ takes_referrals: true, sectors: ["HVAC"], zip_codes: ["00110"], daily_limit: 3, offer_minutes: 20 },
      accepted: 0,
    });
    const set = (more: Json) =>
      api.put("/admin/referrals/participation", {
        ...{ takes_referrals: true, sectors: ["HVAC"], daily_limit: 3, ...more },
      });
    expect((await set({})).error.reason).toBe("referral_participation.no_area");
    expect((await set({ place_zip: "00111", radius_miles: 10 })).error.reason).toBe(
      "referral_participation.unknown_place",
    );
    expect((await set({ place_zip: "90210" })).status).toBe(422);
    expect((await set({ zip_codes: ["00110"], sectors: [] })).status).toBe(422);
    expect((await set({ place_zip: "90210", radius_miles: 10 })).data).toMatchObject({ radius_miles: 10 });
    const areas = await sql("CONTROL", "select area from referral_areas where tenant_id = ?", provider.tenantId);
    expect(areas).toContainEqual({ area: "cell:34:-119" });
    expect((await set({ takes_referrals: false, sectors: [] })).status).toBe(200);
    expect(await sql("CONTROL", "select area from referral_areas where tenant_id = ?", provider.tenantId)).toEqual([]);
  });

  it("is found by its service zones where it says so, as they are after each change", async () => {
    const [zip, later] = ["00130", "00131"];
    const provider = await newBusiness();
    const { api } = provider;
    const set = (more: Json = {}) =>
      api.put("/admin/referrals/participation", {
        ...{ takes_referrals: true, sectors: ["HVAC"], daily_limit: 50, use_service_zones: true, ...more },
      });
    const refused = await set();
    expect([refused.status, refused.error.reason]).toEqual([409, "referral_participation.no_zone"]);
    const zone = await api.post("/admin/service-zones", { name: "North", kind: "zips", zips: [zip] });
    expect((await set()).data).toMatchObject({ use_service_zones: true, zip_codes: [], place_zip: null });
    const isLearned = async () => !(await api.get("/admin/referrals/participation")).data.service_zones_pending;
    await eventually(isLearned, "the network knows the zones");
    await asked(await refer(referrer, zip, 50), [provider]);

    const path = `/admin/service-zones/${zone.data.id}`;
    await api.patch(path, { zips: [later] });
    const areas = () =>
      sql("CONTROL", "select area from referral_zone_areas where tenant_id = ? order by area", provider.tenantId);
    const becomes = (...expected: string[]) =>
      eventually(
        async () => JSON.stringify((await areas()).map(({ area }: Json) => area)) === JSON.stringify(expected),
        `it is listed in ${expected.join(", ")}`,
      );
    await becomes(`zip:${later}`);
    await reaches(await refer(referrer, zip, 51), "UNSERVICEABLE");
    // nobody else of the tests works in the far north
    const around = {
      type: "Polygon",
      coordinates: [
        [
          [-157, 71],
          [-156, 71],
          [-156, 71.5],
          [-157, 71.5],
          [-157, 71],
        ],
      ],
    }; // prettier-ignore
    await api.patch(path, { kind: "polygon", polygon: around });
    await becomes("cell:71:-156", "cell:71:-157");
    await asked(await refer(referrer, "99723", 52), [provider]);
    await reaches(await refer(referrer, later, 53), "UNSERVICEABLE");
    await set({ use_service_zones: false, zip_codes: [zip] });
    await reaches(await refer(referrer, "99723", 54), "UNSERVICEABLE");
    const { items } = (await api.get("/admin/events?types=service_zone.*")).data;
    expect(items.map(({ type, data }: Json) => [type, data.version])).toEqual([
      ["service_zone.created", 1],
      ["service_zone.updated", 2],
      ["service_zone.updated", 3],
    ]);
  });

  it("sees what its referrals come to", async () => {
    const zip = "00112";
    const provider = await newProvider(zip);
    const { offer } = await asked(await refer(referrer, zip, 12), [provider]);
    const summary = async () => (await provider.api.get("/admin/referrals/summary")).data;
    expect(await summary()).toMatchObject({ open_offers: 1, acceptance_bps: null, fees_owed_cents: 0 });
    const { data } = await accept(provider, offer.id);
    expect(await summary()).toMatchObject({ open_offers: 0, acceptance_bps: 10_000, fees_pending_cents: 4500 });
    await doJob(provider, data.job_id);
    await eventually(async () => (await summary()).fees_owed_cents === 4500, "the fee is owed");
    const sale = await sell(provider, data.customer_id, 20_000);
    const other = await sell(provider, data.customer_id, 10_000);
    const path = `/admin/referrals/${offer.id}`;
    await eventually(async () => (await provider.api.get(path)).data.sale_id === sale, "the first sale is its own");
    expect((await provider.api.put(`${path}/sale`, { sale_id: other })).data.sale_id).toBe(other);
    const paid = await provider.api.patch(`/sales/${other}/payment-status`, { status: "paid" });
    expect(paid.data, paid.text).toMatchObject({ payment_status: "paid", paid_cents: 10_000 });
    await quiet(provider);
    await reaches(offer.public_id, "PAID");
    expect((await provider.api.put(`${path}/sale`, { sale_id: 999 })).error.reason).toBe("sale.not_found");
  });
});
