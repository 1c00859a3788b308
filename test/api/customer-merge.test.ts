import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, newItem, newTechnician } from "../support/client.ts";

let business: Business;
let sold: { technician_id: number; item_id: number };
beforeAll(async () => {
  business = await newBusiness();
  const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
  sold = { technician_id: technician.id, item_id: item.id };
});
const add = async (name: string, more: object = {}): Promise<number> => {
  const made = await business.api.post("/admin/customers", { name, allow_duplicate: true, ...more });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
};
const get = async (id: number) => (await business.api.get(`/admin/customers/${id}`)).data;
const merge = (id: number, into: number, headers = {}) =>
  business.api.post(`/admin/customers/${id}/merge`, { into }, headers);
const sell = async (customer: object, cents = 10_000) => {
  const body = { ...sold, sale_price_cents: cents, customer_name: "As they said", payment_type: "cash", ...customer };
  return await business.api.post("/sales", body);
};
const salesOf = async (customer: number) => (await business.api.get(`/sales?customer_id=${customer}`)).data.items;
/** Rows that name this very customer. */
const rowsUnder = async (customer: number, table: "sales" | "dispatch_jobs"): Promise<number> => {
  const text = `select count(*) as n from ${table} where tenant_id = ? and customer_id = ?`;
  return (await sql<{ n: number }>(business.shard, text, business.tenantId, customer))[0]?.n ?? 0;
};
const emails = (...addresses: string[]) => ({ emails: addresses.map((address) => ({ address })) });

describe("a merge of two customers", () => {
  it("B53: loses no history where both have one address: all is under the other, and each address once", async () => {
    const a = await add("Ann", { ...emails("a@x.example", "b@x.example"), tags: ["vip"], billing_city: "Tampa" });
    const b = await add("Bea", {
      ...emails("b@x.example"),
      phones: [{ number: "8135550190" }],
      tags: ["vip", "pool"],
      billing_zip: "33601",
      notes: "Has a pool",
    });
    const site = (await business.api.post(`/admin/customers/${b}/sites`, { address: "7 Merge Way" })).data.id;
    await business.api.post(`/admin/customers/${b}/notes`, { text: "Called" });
    await business.api.post(`/admin/customers/${b}/attachments`, new Uint8Array([1]), { "content-type": "image/png" });
    for (const cents of [10_000, 20_000, 30_000]) expect((await sell({ customer_id: b }, cents)).status).toBe(201);
    for (let n = 1; n <= 3; n++) {
      const job = await business.api.post("/admin/dispatch", {
        title: `Job ${n}`,
        priority: "normal",
        customer_name: "Bea",
      });
      const of = "update dispatch_jobs set customer_id = ? where tenant_id = ? and id = ?";
      await sql(business.shard, of, b, business.tenantId, job.data.id);
    }
    const jobsOf = async (customer: number) =>
      (await business.api.get(`/admin/dispatch?customer_id=${customer}`)).data.items;
    const spent = async (ids: number[]) =>
      (await Promise.all(ids.map(salesOf))).flat().reduce((sum, sale) => sum + sale.sale_price_cents, 0);
    const before = await spent([a, b]);

    const merged = await merge(b, a);
    expect(merged.status, merged.text).toBe(200);
    expect(merged.data).toMatchObject({
      id: a,
      name: "Ann",
      emails: [
        { address: "a@x.example", is_primary: true },
        { address: "b@x.example", is_primary: false },
      ],
      phones: [{ e164: "+18135550190", is_primary: true }],
      tags: ["vip", "pool"],
      billing_city: "Tampa",
      billing_zip: null,
      notes: "Has a pool",
      merged_into: null,
    });
    for (const table of ["sales", "dispatch_jobs"] as const)
      expect([await rowsUnder(a, table), await rowsUnder(b, table)]).toEqual([3, 0]);
    expect([await salesOf(b), await jobsOf(b)]).toEqual([await salesOf(a), await jobsOf(a)]); // the old id leads there
    expect([before, await spent([a])]).toEqual([60_000, 60_000]);
    for (const list of ["sites", "notes", "attachments"]) {
      const of = async (id: number) => (await business.api.get(`/admin/customers/${id}/${list}`)).data.items.length;
      expect([list, await of(a), await of(b)]).toEqual([list, 1, 1]);
    }
    expect((await business.api.get(`/admin/customers/${a}/sites/${site}`)).status).toBe(200);

    const old = await get(b);
    expect(old).toMatchObject({ id: b, name: "Bea", merged_into: a });
    const again = await merge(b, a);
    expect([again.status, again.data]).toEqual([200, merged.data]);
    expect(await get(b)).toEqual(old);
    const events = await sql<{ data: string }>(
      business.shard,
      "select data from outbox where tenant_id = ? and type = 'customer.merged' and data ->> 'id' = ?",
      business.tenantId,
      b,
    );
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([{ id: b, merged_into: a, customer: merged.data }]);
  });

  it("leaves one in lists, in the search and under the tags, and tells those who keep a copy", async () => {
    const { api } = await newBusiness();
    const post = async (body: object) =>
      (await api.post("/admin/customers", { allow_duplicate: true, ...body })).data.id;
    const [a, b] = [await post({ name: "Twin One", tags: ["twin"] }), await post({ name: "Twin Two", tags: ["twin"] })];
    const since = (await api.get(`/admin/customers/${b}`)).data.updated_at;
    await api.post(`/admin/customers/${b}/merge`, { into: a });
    const ids = async (query: string) =>
      (await api.get(`/admin/customers?${query}`)).data.items.map(({ id }: { id: number }) => id);
    for (const query of ["", "search=twin", "tag=twin", "sort=name"])
      expect([query, await ids(query)]).toEqual([query, [a]]);
    expect(await ids(`updated_since=${since}`)).toEqual(expect.arrayContaining([a, b]));
    expect((await api.get("/admin/customers")).data.total).toBe(1);
    expect((await api.get("/admin/customer-tags")).data.items).toEqual([{ tag: "twin", customers: 1 }]);
  });

  it("leads every request that names the old id, its phone or its site to the customer who stays", async () => {
    const [a, b, c] = [await add("A"), await add("B", { phones: [{ number: "8135550195" }] }), await add("C")];
    const site = (await business.api.post(`/admin/customers/${b}/sites`, { address: "9 Old Road" })).data.id;
    await merge(b, a);
    await merge(a, c); // and on from there
    expect((await get(b)).merged_into).toBe(c);
    expect((await sell({ customer_id: b })).data).toMatchObject({ customer_id: c, site_id: null });
    expect((await sell({ customer_id: b, site_id: site })).data).toMatchObject({ customer_id: c, site_id: site });
    expect((await sell({ site_id: site })).data).toMatchObject({ customer_id: c, site_id: site });
    const form = { name: "Sign off", kind: "sign_off", fields: [{ key: "ok", label: "All well", type: "boolean" }] };
    const { id: formId } = (await business.api.post("/admin/forms", form)).data;
    await business.api.post(`/admin/forms/${formId}/publish`);
    const link = await business.api.post("/admin/form-links", { form_id: formId, customer_id: b });
    expect([link.status, link.data.submission?.customer_id], link.text).toEqual([201, c]);
    const consent = { channel: "sms", category: "marketing", state: "granted", source: "call" };
    const path = `/admin/customer-communications/consents/${b}`;
    const consents = await business.api.put(path, { consents: [consent] });
    expect([consents.status, consents.data.customer_id, consents.data.consents.length]).toEqual([200, c, 1]);
    const known = await business.api.post("/admin/customers", { name: "Caller", phones: [{ number: "8135550195" }] });
    expect([known.status, known.data.id]).toEqual([200, c]);
  });

  it("is refused into oneself, in a circle and of somebody who was merged already", async () => {
    const [a, b, c] = [await add("A"), await add("B"), await add("C")];
    await merge(a, b);
    const outcome = async (id: number, into: number) => {
      const { status, error } = await merge(id, into);
      return [status, error.reason, error.fields && Object.keys(error.fields)];
    };
    expect(await outcome(b, b)).toEqual([409, "customer.merge_into_itself", ["into"]]);
    expect(await outcome(b, a)).toEqual([409, "customer.merged", ["into"]]);
    expect(await outcome(a, c)).toEqual([409, "customer.merged", undefined]);
    expect(await outcome(c, 999_999)).toEqual([404, "customer.not_found", ["into"]]);
    const changed = await business.api.patch(`/admin/customers/${a}`, { name: "Late" });
    expect([changed.status, changed.error.reason]).toEqual([409, "customer.merged"]);
    const note = await business.api.post(`/admin/customers/${a}/notes`, { text: "Late" });
    expect([note.status, note.error.reason]).toEqual([409, "customer.merged"]);
  });

  it("and a sale at the same moment leave no sale under the old id", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await add("A"), await add("B")];
      const [sale, merged] = await Promise.all([sell({ customer_id: b }), merge(b, a)]);
      expect(merged.status).toBe(200);
      expect([201, 409]).toContain(sale.status);
      expect(await rowsUnder(b, "sales")).toBe(0);
    }
  });
});

describe("a sale", () => {
  it("names a customer and a site of theirs, keeps the name that was said, and may lose both again", async () => {
    const customer = await add("Jane");
    const site = (await business.api.post(`/admin/customers/${customer}/sites`, { address: "1 Sale Street" })).data.id;
    const sale = (await sell({ customer_id: customer, site_id: site })).data;
    expect(sale).toMatchObject({ customer_id: customer, site_id: site, customer_name: "As they said" });
    const change = async (body: object) => (await business.api.patch(`/sales/${sale.id}`, body)).data;
    expect(await change({ notes: "x" })).toMatchObject({ customer_id: customer, site_id: site });
    expect(await change({ customer_id: null })).toMatchObject({ customer_id: null, site_id: null });
    expect(await change({ site_id: site })).toMatchObject({ customer_id: customer, site_id: site });
    expect(await change({ site_id: null })).toMatchObject({ customer_id: customer, site_id: null });
    expect((await sell({})).data).toMatchObject({ customer_id: null, site_id: null });
  });

  it("finds its customer by the phone or e-mail that was said, and is of nobody where that may be several", async () => {
    const customer = await add("Known", { phones: [{ number: "8135550133" }], ...emails("known@x.example") });
    const of = async (named: object) => (await sell(named)).data.customer_id;
    expect(await of({ customer_phone: "+1 (813) 555-0133 x9" })).toBe(customer);
    expect(await of({ customer_email: "Known@X.example" })).toBe(customer);
    expect(await of({ customer_phone: "8135550134" })).toBeNull();
    expect(await of({ customer_phone: "ask at the gate" })).toBeNull();
    await add("Known too", { phones: [{ number: "8135550133" }] });
    expect(await of({ customer_phone: "8135550133" })).toBeNull();
    expect(await of({ customer_phone: "8135550133", customer_id: customer })).toBe(customer);
  });

  it("is refused for a customer or site that is not there, and for a site of another customer", async () => {
    const [one, other] = [await add("One"), await add("Other")];
    const site = (await business.api.post(`/admin/customers/${other}/sites`, { address: "2 Other Street" })).data.id;
    const outcome = async (named: object) => {
      const { status, error } = await sell(named);
      return [status, error.reason, Object.keys(error.fields)];
    };
    expect(await outcome({ customer_id: 999_999 })).toEqual([404, "customer.not_found", ["customer_id"]]);
    expect(await outcome({ site_id: 999_999 })).toEqual([404, "customer_site.not_found", ["site_id"]]);
    expect(await outcome({ customer_id: one, site_id: site })).toEqual([404, "customer_site.not_found", ["site_id"]]);
  });
});
