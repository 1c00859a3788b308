import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const newCustomer = async (body: object = {}): Promise<number> =>
  (await business.api.post("/admin/customers", { name: "Jane Jennings", ...body })).data.id;
const found = async (typed: string) =>
  (await business.api.get(`/admin/customers?search=${encodeURIComponent(typed)}`)).data.items.map(
    ({ id }: { id: number }) => id,
  );

describe("the sites of a customer", () => {
  const bay = {
    address: "4811 Bayview Terrace",
    zip: "33602",
    latitude: 27.95,
    longitude: -82.45,
    timezone: "America/New_York",
    access_notes: "Dog",
    contacts: [{ name: "Wilhelmina Super", phone: "813-555-0170" }],
  };

  it("are kept with how to get in and who can help, and find their customer until they are removed", async () => {
    const customer = await newCustomer();
    const path = `/admin/customers/${customer}/sites`;
    const made = await business.api.post(path, bay);
    expect([made.status, made.data]).toMatchObject([
      201,
      { ...bay, customer_id: customer, contacts: [{ name: "Wilhelmina Super", e164: "+18135550170" }], version: 1 },
    ]);
    const site = `${path}/${made.data.id}`;
    expect((await business.api.get(site)).data).toEqual(made.data);
    for (const typed of ["bayview 4811", "wilhel", "0170 jennings"])
      expect([typed, await found(typed)]).toEqual([typed, [customer]]);

    const changed = await business.api.patch(site, { address: "1 Harbour Lane", timezone: null });
    expect(changed.data).toMatchObject({ address: "1 Harbour Lane", timezone: null, zip: "33602", version: 2 });
    expect([await found("bayview"), await found("harbour")]).toEqual([[], [customer]]);

    const request = (method: string, body?: unknown) => business.api.request(method, site, body);
    expect((await request("DELETE")).data.archived_at).toEqual(expect.any(String));
    expect(await found("harbour")).toEqual([]);
    const listed = async (query: string) => (await business.api.get(`${path}?${query}`)).data.items.length;
    expect([await listed("archived=false"), await listed("archived=true"), await listed("")]).toEqual([0, 1, 1]);
    expect((await business.api.get(site)).status).toBe(200);
    expect((await request("PATCH", { archived: false })).data.archived_at).toBeNull();
    expect(await found("harbour")).toEqual([customer]);
  });

  it.each([
    [{ address: undefined }, "address"],
    [{ zip: 33602 }, "zip"],
    [{ latitude: 91 }, "latitude"],
    [{ longitude: undefined }, "longitude"],
    [{ timezone: "Mars/Base" }, "timezone"],
    [{ contacts: [{ name: "Sam", phone: "call me" }] }, "contacts.0.phone"],
  ])("with %j are refused, and the field is named", async (more, field) => {
    const answer = await business.api.post(`/admin/customers/${await newCustomer()}/sites`, { ...bay, ...more });
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("of another customer are not there", async () => {
    const [one, other] = [await newCustomer(), await newCustomer()];
    const { id } = (await business.api.post(`/admin/customers/${one}/sites`, bay)).data;
    const path = `/admin/customers/${other}/sites/${id}`;
    const answers = [await business.api.get(path), await business.api.patch(path, { name: "Mine" })];
    expect(answers.map(({ status, error }) => [status, error.reason])).toEqual(
      Array(2).fill([404, "customer_site.not_found"]),
    );
  });

  it("are at most 200, even when two are added at the same moment", async () => {
    const customer = await newCustomer();
    const path = `/admin/customers/${customer}/sites`;
    await business.api.post(path, bay);
    await sql(
      business.shard,
      `with recursive series(n) as (select 1 union all select n + 1 from series where n < 198)
       insert into customer_sites (tenant_id, id, customer_id, address, contacts, search, created_by, created_at, updated_at, version)
       select ?1, 5000000 + n, ?2, 'x', '[]', 'x', 'x', 'x', 'x', 1 from series`,
      business.tenantId,
      customer,
    );
    const answers = await Promise.all([business.api.post(path, bay), business.api.post(path, bay)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.error.reason).toBe("customer_site.too_many");
  });
});

it("notes about a customer keep their author and time, the newest first, and cannot be changed", async () => {
  const customer = await newCustomer();
  const path = `/admin/customers/${customer}/notes`;
  const one = await business.api.post(path, { text: "Prefers mornings" });
  const two = await business.api.post(path, { text: "Has a dog\nand a cat" });
  expect([one.status, one.data]).toMatchObject([201, { created_by: expect.stringMatching(/^user:/) }]);
  expect((await business.api.get(path)).data.items).toEqual([two.data, one.data]);
  expect((await business.api.patch(`${path}/${one.data.id}`, { text: "Never" })).status).toBe(404);
  const blank = await business.api.post(path, { text: "  " });
  expect([blank.status, Object.keys(blank.error.fields)]).toEqual([422, ["text"]]);
});

describe("an attachment", () => {
  const bytes = Uint8Array.from([0xff, 0xd8, 0xff, 0, 1, 2, 3, 255]);
  const send = (customer: number, file: Uint8Array, query = "", type = "image/jpeg") =>
    business.api.post(`/admin/customers/${customer}/attachments${query}`, file, { "content-type": type });

  it("comes back byte by byte under its name, and is gone when it is removed", async () => {
    const customer = await newCustomer();
    const made = await send(customer, bytes, `?name=${encodeURIComponent("Kühlgerät.jpg")}`);
    expect([made.status, made.data]).toMatchObject([
      201,
      { name: "Kühlgerät.jpg", content_type: "image/jpeg", bytes: bytes.length },
    ]);
    const path = `/admin/customers/${customer}/attachments`;
    expect((await business.api.get(path)).data.items).toEqual([made.data]);
    const file = await business.api.open(`${path}/${made.data.id}/file`);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
    expect([file.headers.get("content-type"), file.headers.get("content-disposition")]).toEqual([
      "image/jpeg",
      "attachment; filename=\"Kuhlgerat.jpg\"; filename*=UTF-8''K%C3%BChlger%C3%A4t.jpg",
    ]);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    const other = await business.api.get(`/admin/customers/${await newCustomer()}/attachments/${made.data.id}/file`);
    expect([other.status, other.error.reason]).toEqual([404, "customer_attachment.not_found"]);
    expect((await business.api.request("DELETE", `${path}/${made.data.id}`)).data).toEqual(made.data);
    expect((await business.api.get(`${path}/${made.data.id}/file`)).status).toBe(404);
    expect((await business.api.get(path)).data.items).toEqual([]);
  });

  it("may have 10 MiB and no more, and is a picture, a PDF or a text", async () => {
    const customer = await newCustomer();
    const large = await send(customer, new Uint8Array(10 * 1024 * 1024), "", "application/pdf");
    expect([large.status, large.data.name]).toEqual([201, "attachment.pdf"]);
    expect((await send(customer, new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send(customer, bytes, "", "text/html")).error.reason).toBe("request.bad_file_type");
    expect((await send(customer, new Uint8Array())).error.reason).toBe("request.empty_file");
  });
});
