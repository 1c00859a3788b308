import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const add = (body: unknown, { api } = business) => api.post("/admin/customers", body);
const change = (id: number, body: unknown) => business.api.patch(`/admin/customers/${id}`, body);
const named = (name: string, more = {}) => ({ name, ...more });
const eventsOf = async (id: number, of = business) =>
  (
    await sql<{ type: string }>(
      of.shard,
      "select type from outbox where tenant_id = ? and type like 'customer.%' and data ->> 'id' = ? order by seq",
      of.tenantId,
      id,
    )
  ).map(({ type }) => type);

describe("a customer", () => {
  it("is taken in with phones and e-mails, one of each the primary, and shown by their id", async () => {
    const technician = await newTechnician(business);
    const made = await add({
      first_name: "Jane",
      last_name: "Jennings",
      phones: [
        { number: "813.555.0101 x12", label: "work" },
        { number: "(813) 555-0102", is_primary: true },
        { number: "+1 813 555 0102" },
      ],
      emails: [{ address: "Jane.J@Example.com" }, { address: "jane.j@example.com" }],
      billing_zip: "33601",
      tags: ["VIP", "vip"],
      preferred_technician_id: technician.id,
      external_id: "QB-77",
    });
    expect([made.status, made.data.matched_by]).toEqual([201, null]);
    const { matched_by: _, ...customer } = made.data;
    expect(customer).toMatchObject({
      name: "Jane Jennings",
      type: "residential",
      phones: [
        { number: "813.555.0101 x12", e164: "+18135550101", extension: "12", label: "work", is_primary: false },
        { number: "(813) 555-0102", e164: "+18135550102", extension: null, label: null, is_primary: true },
      ],
      emails: [{ address: "Jane.J@Example.com", is_primary: true }],
      tags: ["vip"],
      version: 1,
    });
    expect((await business.api.get(`/admin/customers/${customer.id}`)).data).toEqual(customer);
    expect(await eventsOf(customer.id)).toEqual(["customer.created"]);
  });

  it.each([
    [{ name: undefined }, "name", "customer.name_missing"],
    [{ phones: [{ number: "555-0142" }] }, "phones.0.number", "customer.contact_refused"],
    [
      { phones: [{ number: "8135550103" }, { number: "8135550104 / 8135550105" }] },
      "phones.1.number",
      "customer.contact_refused",
    ],
    [
      {
        emails: [
          { address: "a@x.example", is_primary: true },
          { address: "b@x.example", is_primary: true },
        ],
      },
      "emails.1.is_primary",
      "customer.contact_refused",
    ],
    [{ emails: [{ address: "nobody" }] }, "emails.0.address", "request.invalid"],
    [{ billing_zip: 2138 }, "billing_zip", "request.invalid"],
    [{ do_not_service: true }, "do_not_service_reason", "customer.reason_missing"],
    [{ type: "government" }, "type", "request.invalid"],
  ])("with %j is refused, and the field is named", async (more, field, reason) => {
    const answer = await add(named("Somebody", more));
    expect([answer.status, answer.error.reason, Object.keys(answer.error.fields)]).toEqual([422, reason, [field]]);
  });

  it("keeps an external_id to themselves", async () => {
    await add(named("One", { external_id: "X-1" }));
    const other = await add(named("Other", { external_id: "X-1" }));
    expect([other.status, other.error.reason, other.error.fields]).toEqual([
      409,
      "customer.external_id_taken",
      { external_id: "is taken" },
    ]);
  });

  it("with an area code that is younger than the tables of valid numbers can be called too", async () => {
    const made = await add(named("Newark", { phones: [{ number: "861-555-0100" }, { number: "436 555 0100" }] }));
    expect(made.data.phones.map(({ e164 }: { e164: string }) => e164)).toEqual(["+18615550100", "+14365550100"]);
  });

  it("whose name was made of first and last name is called by the new ones, and one with a name of their own keeps it", async () => {
    const made = await add({ first_name: "Jane", last_name: "Smith" });
    expect((await change(made.data.id, { last_name: "Jones" })).data.name).toBe("Jane Jones");
    expect((await change(made.data.id, { name: "The Joneses" })).data.name).toBe("The Joneses");
    expect((await change(made.data.id, { company_name: "Jones Ltd" })).data.name).toBe("The Joneses");
    const other = await add({ company_name: "Acme" });
    const refused = await change(other.data.id, { company_name: null });
    expect([refused.status, refused.error.reason]).toEqual([422, "customer.name_missing"]);
  });

  it("is archived and taken back, once each, and told of", async () => {
    const { id } = (await add(named("Leaver"))).data;
    const act = async (verb: string) => (await business.api.post(`/admin/customers/${id}/${verb}`)).data;
    const archived = await act("archive");
    expect(archived).toMatchObject({ archived_at: expect.any(String), version: 2 });
    expect(await act("archive")).toEqual(archived);
    expect(await act("restore")).toMatchObject({ archived_at: null, version: 3 });
    expect(await eventsOf(id)).toEqual(["customer.created", "customer.archived", "customer.updated"]);
  });
});

describe("one phone, one customer", () => {
  it("B54: who calls a second time with their number written otherwise is the same customer, and is found by any part of it", async () => {
    const { api } = await newBusiness();
    const first = await api.post("/admin/customers", named("Maria Lopez", { phones: [{ number: "(813) 555-0142" }] }));
    const second = await api.post("/admin/customers", named("M. Lopez", { phones: [{ number: "+1 813-555-0142" }] }));
    expect([first.status, second.status, second.data.matched_by]).toEqual([201, 200, "phone"]);
    expect(second.data).toEqual({ ...first.data, matched_by: "phone" });
    for (const typed of ["8135550142", "555-0142", "+18135550142"]) {
      const { items } = (await api.get(`/admin/customers?search=${encodeURIComponent(typed)}`)).data;
      expect([typed, items.map(({ id }: { id: number }) => id)]).toEqual([typed, [first.data.id]]);
    }
    expect((await api.get("/admin/customers")).data.total).toBe(1);
  });

  it("holds for e-mail addresses, whatever the case of their letters, and for ten requests at the same moment", async () => {
    const fresh = await newBusiness();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        add(named(`Ann ${i}`, { emails: [{ address: i % 2 ? "ANN@X.example" : "ann@x.example" }] }), fresh),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
    expect((await fresh.api.get("/admin/customers")).data.total).toBe(1);
  });

  it("answers a repeated Idempotency-Key as it did the first time, with 200 where the customer was there", async () => {
    const body = named("Repeat", { phones: [{ number: "8135550177" }] });
    await add(body);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const [one, two] = [
      await business.api.post("/admin/customers", body, headers),
      await business.api.post("/admin/customers", body, headers),
    ];
    expect([one.status, two.status, two.headers.get("idempotent-replayed")]).toEqual([200, 200, "true"]);
    expect(two.data).toEqual(one.data);
  });

  it("lets a household share a number where somebody says so, and then cannot tell who calls", async () => {
    const phones = [{ number: "813 555 0150" }];
    const ann = (await add(named("Ann", { phones }))).data;
    const bob = await add(named("Bob", { phones, allow_duplicate: true }));
    expect([bob.status, bob.data.matched_by]).toEqual([201, null]);
    const third = await add(named("Carl", { phones }));
    expect([third.status, third.error.reason]).toEqual([409, "customer.contact_taken"]);
    expect(third.error.message).toContain(`${ann.id}, ${bob.data.id}`);
    await business.api.post(`/admin/customers/${ann.id}/archive`);
    expect((await add(named("Carl", { phones }))).data.id).toBe(bob.data.id);
  });

  it("is not given to another customer by a change, unless somebody says so", async () => {
    await add(named("Owner", { emails: [{ address: "owner@x.example" }] }));
    const other = (await add(named("Other"))).data;
    const emails = [{ address: "Owner@x.example" }];
    const refused = await change(other.id, { emails });
    expect([refused.status, refused.error.reason]).toEqual([409, "customer.contact_taken"]);
    expect((await change(other.id, { emails, allow_duplicate: true })).status).toBe(200);
    expect((await change(other.id, { emails })).status).toBe(200); // shares it already
  });

  it("is free again when its customer has another", async () => {
    const old = (await add(named("Mover", { phones: [{ number: "8135550160" }] }))).data;
    await change(old.id, { phones: [{ number: "8135550161" }] });
    const fresh = await add(named("New tenant", { phones: [{ number: "8135550160" }] }));
    expect(fresh.status).toBe(201);
  });
});

describe("the list of customers", () => {
  it("is filtered by what a dispatcher asks for", async () => {
    const { api } = await newBusiness();
    const post = async (body: object) => (await api.post("/admin/customers", body)).data.id;
    const home = await post(
      named("Ann", {
        billing_city: "Saint-Élie",
        billing_zip: "33601",
        tags: ["VIP", "pool"],
        emails: [{ address: "A@x.example" }],
      }),
    );
    const shop = await post(
      named("Zed Ltd", { type: "commercial", billing_zip: "02138-1234", phones: [{ number: "8135550142" }] }),
    );
    const gone = await post(named("Gone", { tags: ["pool"], external_id: "E-1" }));
    await api.post(`/admin/customers/${gone}/archive`);
    const ids = async (query: string) =>
      (await api.get(`/admin/customers?${query}`)).data.items.map(({ id }: { id: number }) => id);
    const wanted: [string, number[]][] = [
      ["", [home, shop, gone]],
      ["sort=-name", [shop, gone, home]],
      ["archived=true", [gone]],
      ["archived=false", [home, shop]],
      ["tag=Vip", [home]],
      ["tag=pool&archived=false", [home]],
      ["tag=pool&sort=-id", [gone, home]],
      ["tag=none", []],
      ["type=commercial", [shop]],
      ["city=saint-elie", [home]],
      ["zip=02138-1234", [shop]],
      ["zip=2138", []],
      ["has_email=true", [home]],
      ["has_phone=false", [home, gone]],
      ["external_id=E-1", [gone]],
      ["email=a%40X.example", [home]],
      ["phone=%28813%29+555-0142", [shop]],
      ["do_not_service=true", []],
    ];
    for (const [query, expected] of wanted) expect([query, await ids(query)]).toEqual([query, expected]);
    const totals = async (query: string) => (await api.get(`/admin/customers?${query}`)).data.total;
    expect([await totals(""), await totals("tag=pool"), await totals("tag=pool&archived=false")]).toEqual([3, 2, 1]);
    expect((await api.get("/admin/customer-tags")).data.items).toEqual([
      { tag: "pool", customers: 2 },
      { tag: "vip", customers: 1 },
    ]);
    await api.patch(`/admin/customers/${home}`, { tags: ["pool"] });
    expect((await api.get("/admin/customer-tags")).data.items).toEqual([{ tag: "pool", customers: 2 }]);
  });

  it("pages through a tag by cursor, forwards and backwards", async () => {
    const { api } = await newBusiness();
    for (let i = 0; i < 7; i++)
      await api.post("/admin/customers", named(`C${i}`, { tags: i % 2 ? ["odd"] : ["even"] }));
    for (const sort of ["id", "-id"]) {
      const seen: number[] = [];
      let cursor = "";
      do {
        const { items, next_cursor: next } = (await api.get(`/admin/customers?tag=even&limit=3&sort=${sort}${cursor}`))
          .data;
        seen.push(...items.map(({ id }: { id: number }) => id));
        cursor = next ? `&cursor=${next}` : "";
      } while (cursor);
      expect([sort, seen]).toEqual([sort, seen.toSorted((a, b) => (sort === "id" ? a - b : b - a))]);
      expect(seen).toHaveLength(4);
    }
  });
});
