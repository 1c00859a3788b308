import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Business, type Json, newBusiness, newItem, newTechnician } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

const call = { title: "Leak", customer_name: "As they said" };
const add = (more: object) => business.api.post("/admin/dispatch", { ...call, ...more });
const change = (id: number, body: object) => business.api.patch(`/admin/dispatch/${id}`, body);
const costOf = ({ headers }: Answer, what: "trips" | "rows_read"): number =>
  Number(new RegExp(`${what}=(\\d+)`).exec(headers.get("server-timing") ?? "")?.[1]);
async function made(path: string, body: object): Promise<Json> {
  const answer = await business.api.post(path, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.data;
}
const newJob = (more: object) => made("/admin/dispatch", { ...call, ...more });
const newZone = (more: object): Promise<Json> =>
  made("/admin/service-zones", { name: `Zone ${randomUUID()}`, kind: "zips", ...more });
const newCustomer = (more: object = {}): Promise<Json> =>
  made("/admin/customers", { name: "Ann Lee", allow_duplicate: true, ...more });
const newSite = (customer: Json, more: object): Promise<Json> => made(`/admin/customers/${customer.id}/sites`, more);

describe("the place of a job", () => {
  it("is found by its ZIP code when nobody names the spot; coordinates that somebody names win", async () => {
    const found = await newJob({ service_address: "123 Oak St", service_city: "Tampa", service_zip: "33602-1234" });
    expect(found).toMatchObject({ service_zip: "33602-1234", location: "known" });
    expect(found.service_latitude).toBeCloseTo(27.95, 1);
    expect(found.service_longitude).toBeCloseTo(-82.46, 1);
    const spot = { service_latitude: 28.5, service_longitude: -81.5 };
    expect(await newJob({ service_zip: "33602", ...spot })).toMatchObject({ ...spot, location: "known" });
  });

  it("may have a ZIP that nobody knows: the job is accepted and its place marked unknown", async () => {
    for (const service_zip of ["00000", "33602-", "SW1A 1AA", "2138"])
      expect(await newJob({ service_zip })).toMatchObject({
        ...{ service_zip, location: "unknown", zone_id: null },
        ...{ service_latitude: null, service_longitude: null },
      });
    expect(await newJob({})).toMatchObject({ location: null, zone_id: null });
    expect((await add({ service_zip: 2138 })).status).toBe(422);
  });

  it("is looked up again when the address changes, and when the spot is taken away; not when it is the same", async () => {
    const spot = { service_latitude: 28.5, service_longitude: -81.5 };
    const job = await newJob({ service_zip: "33602", ...spot });
    const same = await change(job.id, { service_zip: "33602", title: "Leak in the attic" });
    expect(same.data).toMatchObject({ ...spot, version: 2 });
    expect(costOf(same, "trips")).toBe(2);
    const back = (await change(job.id, { service_latitude: null, service_longitude: null })).data;
    expect(back.location).toBe("known");
    expect(back.service_latitude).toBeCloseTo(27.95, 1);
    const lost = { service_latitude: null, service_longitude: null, location: "unknown" };
    expect((await change(job.id, { service_zip: "00000" })).data).toMatchObject(lost);
    expect((await change(job.id, { service_zip: null })).data).toMatchObject({ ...lost, location: null });
    const half = await change(job.id, { service_latitude: 27 });
    expect([half.status, half.error.fields]).toEqual([
      422,
      { service_longitude: "and service_latitude go together: both, or neither" },
    ]);
  });
});

describe("the zone of a job", () => {
  it("B47: is found by a ZIP+4; a ZIP without its leading zero is in no zone", async () => {
    const zone = await newZone({ zips: ["02138"] });
    expect((await newJob({ service_zip: "02138-1234" })).zone_id).toBe(zone.id);
    expect((await newJob({ service_zip: "2138" })).zone_id).toBeNull();
  });

  it("changes with the address and with the spot, and stays when only the work changes", async () => {
    const [north, south] = await Promise.all([newZone({ zips: ["33610"] }), newZone({ zips: ["33611"] })]);
    const around = await newZone({ kind: "radius", center: { latitude: 29, longitude: -80 }, radius_m: 5000 });
    const job = await newJob({ service_zip: "33610" });
    expect(job.zone_id).toBe(north.id);
    expect((await change(job.id, { service_zip: "33611" })).data.zone_id).toBe(south.id);
    await business.api.patch(`/admin/service-zones/${south.id}`, { is_active: false });
    expect((await change(job.id, { title: "Leak in the attic" })).data.zone_id).toBe(south.id);
    const spot = { service_latitude: 29.01, service_longitude: -80.01 };
    expect((await change(job.id, spot)).data).toMatchObject({ ...spot, zone_id: around.id });
    expect((await change(job.id, { service_zip: "00000" })).data.zone_id).toBeNull();
    const { items } = (await business.api.get(`/admin/dispatch/${job.id}/history`)).data;
    expect(items[0].changes).toMatchObject({ zone_id: { before: around.id, after: null } });
  });

  it("is the one that the office names, until the place changes", async () => {
    const [covers, named] = await Promise.all([newZone({ zips: ["33612"] }), newZone({ zips: ["33613"] })]);
    const job = await newJob({ service_zip: "33612", zone_id: named.id });
    expect(job.zone_id).toBe(named.id);
    expect((await change(job.id, { zone_id: null })).data).toMatchObject({ zone_id: null, location: "known" });
    expect((await change(job.id, { service_zip: "33613", zone_id: covers.id })).data.zone_id).toBe(covers.id);
    expect((await change(job.id, { service_zip: "33612-0001" })).data.zone_id).toBe(covers.id);
    expect((await change(job.id, { service_zip: "33613" })).data.zone_id).toBe(named.id);
    const there = (await business.api.get(`/admin/dispatch?zone_id=${named.id}`)).data.items;
    expect(there.map(({ id }: Json) => id)).toEqual([job.id]);
  });
});

describe("the customer of a job", () => {
  it("who must not be served, or is archived, is warned of by every step that sends somebody to them", async () => {
    const barred = await newCustomer({ do_not_service: true, do_not_service_reason: "Never pays" });
    const warning = ["This customer must not be served: Never pays."];
    const technician_id = (await newTechnician(business)).id;
    const key = { "idempotency-key": randomUUID() };
    const body = { ...call, customer_id: barred.id };
    const { data: job } = await business.api.post("/admin/dispatch", body, key);
    expect(job.warnings).toEqual(warning);
    expect((await business.api.post("/admin/dispatch", body, key)).data).toEqual(job);
    const path = `/admin/dispatch/${job.id}`;
    const times = { scheduled_start: "2030-03-28T13:00:00Z", scheduled_end: "2030-03-28T14:00:00Z" };
    for (const answer of [
      await change(job.id, { priority: "urgent" }),
      await change(job.id, { priority: "urgent" }), // changes nothing
      await business.api.patch(`${path}/assign`, { technician_id }),
      await business.api.patch(`${path}/assign`, { technician_id }),
      await business.api.patch(`${path}/reschedule`, times),
      await business.api.post(`${path}/visits`, {}),
    ])
      expect([answer.status < 300, answer.data?.warnings]).toEqual([true, warning]);
    await business.api.patch(`/admin/customers/${barred.id}`, { do_not_service: false });
    await business.api.post(`/admin/customers/${barred.id}/archive`, {});
    expect((await change(job.id, { priority: "high" })).data.warnings).toEqual(["This customer is archived."]);
    const other = await newCustomer();
    expect((await change(job.id, { customer_id: other.id })).data.warnings).toBeUndefined();
    expect((await newJob({ customer_id: other.id })).warnings).toBeUndefined();
    expect((await business.api.get(path)).data.warnings).toBeUndefined();
  });

  it("has all visits, though they are made at the moment of a merge", async () => {
    const [gone, kept] = [await newCustomer(), await newCustomer()];
    const job = await newJob({ customer_id: gone.id });
    const visits = Array.from({ length: 4 }, () => business.api.post(`/admin/dispatch/${job.id}/visits`, {}));
    const [merged] = await Promise.all([
      business.api.post(`/admin/customers/${gone.id}/merge`, { into: kept.id }),
      ...visits,
    ]);
    expect(merged.status, merged.text).toBe(200);
    for (const { status, error } of await Promise.all(visits))
      if (status !== 201) expect(error?.reason).toMatch(/^(customer|dispatch_job)\.changed_meanwhile$/);
    const { items } = (await business.api.get(`/admin/dispatch?job_number=${job.id}`)).data;
    expect(new Set(items.map(({ customer_id }: Json) => customer_id))).toEqual(new Set([kept.id]));
  });

  it("unknown, or with an unknown site or zone, is refused with the field that names them", async () => {
    const stranger = await newBusiness();
    const theirs = (await stranger.api.post("/admin/customers", { name: "Theirs" })).data.id;
    const [ann, bob] = await Promise.all([newCustomer(), newCustomer()]);
    const site = await newSite(bob, { address: "7 Merge Way" });
    const job = await newJob({});
    for (const [body, reason, field] of [
      [{ customer_id: 999_999 }, "customer.not_found", "customer_id"],
      [{ customer_id: theirs + 1_000_000 }, "customer.not_found", "customer_id"],
      [{ site_id: 999_999 }, "customer_site.not_found", "site_id"],
      [{ customer_id: ann.id, site_id: site.id }, "customer_site.not_found", "site_id"],
      [{ zone_id: 999_999 }, "service_zone.not_found", "zone_id"],
      [{ zone_id: 999_999, service_zip: "33602" }, "service_zone.not_found", "zone_id"],
    ] as const)
      for (const refused of [await add(body), await change(job.id, body)])
        expect([refused.status, refused.error.reason, Object.keys(refused.error.fields)]).toEqual([
          404,
          reason,
          [field],
        ]);
    expect((await business.api.get(`/admin/dispatch/${job.id}`)).data).toEqual(job);
  });

  it("B54: is found by a phone number that is written in another way, and by e-mail; nobody and several are fine too", async () => {
    const ann = await newCustomer({
      phones: [{ number: "(813) 555-0142" }],
      emails: [{ address: "ann@x.example" }],
      ...{ billing_address: "5 Bill St", billing_city: "Tampa", billing_zip: "33602" },
    });
    for (const customer_phone of ["+1 813-555-0142", "8135550142", "813.555.0142 "]) {
      const job = await newJob({ customer_phone });
      expect(job).toMatchObject({ customer_id: ann.id, site_id: null, customer_phone: customer_phone.trim() });
    }
    const written = await newJob({ customer_email: "ANN@x.example", service_address: "9 Rental Rd" });
    expect(written).toMatchObject({ customer_id: ann.id, service_address: "9 Rental Rd", service_city: null });
    expect(written).not.toHaveProperty("customer_email");
    for (const customer_phone of ["(813) 555-0143", "call the neighbour"])
      expect(await newJob({ customer_phone })).toMatchObject({ customer_id: null, customer_phone });
    await newCustomer({ phones: [{ number: "8135550142" }] });
    expect((await newJob({ customer_phone: "8135550142" })).customer_id).toBeNull();

    const job = await newJob({});
    expect((await change(job.id, { customer_phone: "813 555 0142" })).data.customer_id).toBeNull();
    const bea = await newCustomer({ phones: [{ number: "(813) 555-0144" }] });
    expect((await change(job.id, { customer_phone: "813 555 0144" })).data.customer_id).toBe(bea.id);
    const other = await newCustomer({ phones: [{ number: "(813) 555-0145" }] });
    expect((await change(job.id, { customer_phone: "813 555 0145" })).data.customer_id).toBe(bea.id);
    expect((await change(job.id, { customer_id: other.id })).data.customer_id).toBe(other.id);
    expect((await change(job.id, { customer_id: null })).data.customer_id).toBeNull();
  });

  it("tells the place: the site as far as it is not named, else the billing address as a whole", async () => {
    const zone = await newZone({ kind: "radius", center: { latitude: 30, longitude: -85 }, radius_m: 5000 });
    const ann = await newCustomer({ billing_address: "5 Bill St", billing_city: "Tampa", billing_zip: "33602" });
    const spot = { latitude: 30.01, longitude: -85.01 };
    const site = await newSite(ann, { address: "7 Merge Way", city: "Lutz", zip: "33548", ...spot });
    const there = {
      ...{ customer_id: ann.id, site_id: site.id, zone_id: zone.id, location: "known" },
      ...{ service_city: "Lutz", service_zip: "33548", service_latitude: 30.01, service_longitude: -85.01 },
    };
    expect(await newJob({ site_id: site.id })).toMatchObject({ ...there, service_address: "7 Merge Way" });
    const unit = { customer_id: ann.id, site_id: site.id, service_address: "7 Merge Way, Unit 4" };
    expect(await newJob(unit)).toMatchObject({ ...there, ...unit });

    const billed = await newJob({ customer_id: ann.id });
    expect(billed).toMatchObject({
      ...{ customer_id: ann.id, site_id: null, service_address: "5 Bill St", service_zip: "33602", location: "known" },
    });
    expect(await newJob({ customer_id: ann.id, service_city: "Ocala" })).toMatchObject({
      ...{ service_address: null, service_city: "Ocala", service_zip: null, location: "unknown" },
    });

    const moved = await change(billed.id, { site_id: site.id });
    expect(moved.data).toMatchObject({ ...there, service_address: "7 Merge Way" });
    expect((await change(billed.id, { customer_id: ann.id })).data).toEqual(moved.data);
    const elsewhere = (await change(billed.id, { service_address: "8 Merge Way" })).data;
    expect(elsewhere).toMatchObject({ site_id: site.id, zone_id: null, location: "known" }); // the middle of the ZIP
    expect((await change(billed.id, { site_id: null })).data).toMatchObject({ customer_id: ann.id, site_id: null });
  });

  it("gets the invoices and estimates of the job, at their primary phone and address, unless these name somebody else", async () => {
    const [phone, other] = ["+1 813 555 0181", "+1 813 555 0182"];
    const customer = await newCustomer({
      phones: [{ number: other }, { number: phone, is_primary: true }],
      emails: [{ address: "old@example.com" }, { address: "ann@example.com", is_primary: true }],
      ...{ billing_address: "1 Bay St", billing_zip: "33602" },
    });
    const job = await newJob({ customer_id: customer.id, service_zip: "33603" });
    expect(job.customer_phone).toBe(phone);
    const line_items = [{ description: "Work", amount_cents: 100, quantity: 1 }];
    const reached = { customer_id: customer.id, customer_email: "ann@example.com", customer_phone: phone };
    const sent = await made("/admin/invoices", { job_id: job.id, line_items, send: true });
    expect(sent).toMatchObject({ status: "sent", customer_name: "Ann Lee", billing_address: "1 Bay St", ...reached });
    expect(await made("/admin/estimates", { job_id: job.id, line_items })).toMatchObject(reached);
    const landlord = { customer_name: "The landlord", customer_email: "landlord@example.com" };
    const billed = await made("/admin/invoices", { job_id: job.id, line_items, ...landlord });
    expect(billed).toMatchObject({ ...landlord, billing_zip: "33603" });
  });

  it("costs a trip only where there is something to look up", async () => {
    const zone = await newZone({ zips: ["33614"] });
    const ann = await newCustomer({ phones: [{ number: "(813) 555-0160" }] });
    const site = await newSite(ann, { address: "7 Merge Way", zip: "33614" });
    for (const [body, trips] of [
      [{}, 1],
      [{ service_address: "123 Oak St", service_city: "Tampa" }, 1],
      [{ service_zip: "33614" }, 2],
      [{ zone_id: zone.id }, 2],
      [{ customer_phone: "8135550160" }, 2],
      [{ customer_phone: "8135550160", service_zip: "33614" }, 2],
      [{ site_id: site.id }, 3],
    ] as const) {
      const job = await add(body);
      expect([body, job.status, costOf(job, "trips")]).toEqual([body, 201, trips]);
      expect(costOf(job, "rows_read"), JSON.stringify(body)).toBeLessThan(25);
    }
  });

  it("B53: who turns out to be another keeps no job: a merge moves all jobs, and the id that is gone leads on", async () => {
    const emails = (...addresses: string[]) => ({ emails: addresses.map((address) => ({ address })) });
    const a = await newCustomer(emails("a@x.example", "b@x.example"));
    const b = await newCustomer(emails("b@x.example"));
    const site = await newSite(b, { address: "7 Merge Way", zip: "33602" });
    for (const more of [{ customer_id: b.id }, { site_id: site.id }, { customer_id: b.id, service_zip: "33602" }])
      expect(await newJob(more)).toMatchObject({ customer_id: b.id });
    const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
    const sale = { technician_id: technician.id, item_id: item.id, customer_name: "Bea", payment_type: "cash" };
    for (const sale_price_cents of [10_000, 20_000])
      await made("/sales", { ...sale, sale_price_cents, customer_id: b.id });
    const listOf = async (path: string, id: number): Promise<Json[]> =>
      (await business.api.get(`${path}?customer_id=${id}`)).data.items;
    const spent = async () => {
      const sales = (await Promise.all([a, b].map(({ id }) => listOf("/sales", id)))).flat();
      const each = new Map(sales.map((one) => [one.id, one.sale_price_cents as number]));
      return [...each.values()].reduce((sum, cents) => sum + cents, 0);
    };
    const jobsOf = async () => [
      (await listOf("/admin/dispatch", a.id)).length,
      (await listOf("/admin/dispatch", b.id)).length,
    ];
    expect([await jobsOf(), await spent()]).toEqual([[0, 3], 30_000]);

    const merge = () => business.api.post(`/admin/customers/${b.id}/merge`, { into: a.id });
    const merged = await merge();
    expect(merged.status, merged.text).toBe(200);
    // the id that is gone finds what is under the other
    expect([await jobsOf(), await spent()]).toEqual([[3, 3], 30_000]);
    const again = await merge();
    expect([again.status, again.data]).toEqual([200, merged.data]);
    expect([await jobsOf(), await spent()]).toEqual([[3, 3], 30_000]);

    const late = await newJob({ customer_id: b.id, site_id: site.id });
    expect(late).toMatchObject({ customer_id: a.id, site_id: site.id, service_address: "7 Merge Way" });
    const job = await newJob({});
    expect((await change(job.id, { customer_id: b.id })).data.customer_id).toBe(a.id);
    expect((await change(job.id, { customer_id: b.id })).data.version).toBe(2);
    expect(await jobsOf()).toEqual([5, 5]);
  });
});
