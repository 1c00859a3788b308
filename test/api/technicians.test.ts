import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Business, newBusiness, newTechnician, PASSWORD } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const mike = { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500 };

describe("taking a technician on", () => {
  it("answers what was entered, readable by its id", async () => {
    const made = await business.api.post("/admin/technicians", {
      ...mike,
      name: "  Mike Johnson ",
      email: "mike@example.com",
    });
    expect(made.data).toMatchObject({
      ...mike,
      email: "mike@example.com",
      is_active: true,
      user_id: null,
      username: null,
      version: 1,
    });
    expect((await business.api.get(`/admin/technicians/${made.data.id}`)).data).toEqual(made.data);
  });

  it("with their own log-in names the user, and takes no user name twice, in whatever case", async () => {
    const username = `mike-${randomUUID().slice(0, 6)}`;
    const made = await business.api.post("/admin/technicians", { ...mike, username, password: PASSWORD });
    expect(made.data).toMatchObject({ username, user_id: expect.any(Number) });
    const again = await business.api.post("/admin/technicians", {
      ...mike,
      username: username.toUpperCase(),
      password: PASSWORD,
    });
    expect([again.status, again.error.reason, again.error.fields]).toEqual([
      409,
      "user.username_taken",
      { username: "is taken" },
    ]);
    const elsewhere = await newBusiness();
    expect((await elsewhere.api.post("/admin/technicians", { ...mike, username, password: PASSWORD })).status).toBe(
      201,
    );
  });

  it.each([
    [{ pay_type: "weekly" }, "pay_type", "request.invalid"],
    [{ base_pay_cents: -1 }, "base_pay_cents", "request.invalid"],
    [{ base_pay_cents: 25.5 }, "base_pay_cents", "request.invalid"],
    [{ base_pay_cents: "2500" }, "base_pay_cents", "request.invalid"],
    [{ base_pay_cents: 1e15 }, "base_pay_cents", "request.invalid"],
    [{ name: "" }, "name", "request.invalid"],
    [{ name: "x".repeat(121) }, "name", "request.invalid"],
    [{ username: "mike-only" }, "password", "request.invalid"],
    [{ password: PASSWORD }, "password", "request.invalid"],
    [{ username: "mike-weak", password: "short" }, "password", "auth.weak_password"],
    [{ id: 7 }, "id", "request.invalid"],
    [{ is_active: false }, "is_active", "request.invalid"],
  ])("refuses %j and names the field", async (more, field, reason) => {
    const answer = await business.api.post("/admin/technicians", { ...mike, ...more });
    expect([answer.status, answer.error.reason, Object.keys(answer.error.fields)]).toEqual([422, reason, [field]]);
  });
});

describe("changing a technician", () => {
  it("changes what is named, and nothing else", async () => {
    const { id } = await newTechnician(business);
    const before = (await business.api.get(`/admin/technicians/${id}`)).data;
    const after = (
      await business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: 2800, email: "new@example.com" })
    ).data;
    expect(after).toEqual({
      ...before,
      base_pay_cents: 2800,
      email: "new@example.com",
      version: 2,
      updated_at: expect.any(String),
    });
    expect((await business.api.patch(`/admin/technicians/${id}`, { email: null })).data.email).toBeNull();
  });

  it("refuses to change nothing, or what they may not have", async () => {
    const { id } = await newTechnician(business);
    for (const body of [
      {},
      { tenant_id: "x" },
      { id: 1 },
      { version: 9 },
      { user_id: 1 },
      { username: "boss" },
      { name: null },
    ])
      expect((await business.api.patch(`/admin/technicians/${id}`, body)).status, JSON.stringify(body)).toBe(422);
    expect((await business.api.get(`/admin/technicians/${id}`)).data.version).toBe(1);
  });

  it("with If-Match only changes the version that was read", async () => {
    const { id } = await newTechnician(business);
    const patch = (ifMatch: string) =>
      business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: 1 }, { "if-match": ifMatch });
    const read = await business.api.get(`/admin/technicians/${id}`);
    const first = await patch(read.headers.get("etag") ?? "");
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"2"']);
    const stale = await patch('"1"');
    expect([stale.status, stale.error.reason]).toEqual([412, "technician.version_mismatch"]);
    const unreadable = await patch("nonsense");
    expect([unreadable.status, unreadable.error.reason]).toEqual([412, "request.bad_if_match"]);
    expect((await patch('"1", "3"')).error.reason).toBe("technician.version_mismatch");
    expect((await patch('"1", W/"2"')).status).toBe(200);
    expect((await patch('W/"3"')).status).toBe(200);
    expect((await patch("*")).data.version).toBe(5);
  });

  it("with If-None-Match does not change what it names", async () => {
    const { id } = await newTechnician(business);
    const patch = (ifNoneMatch: string) =>
      business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: 1 }, { "if-none-match": ifNoneMatch });
    for (const header of ["*", '"1"', 'W/"7", W/"1"']) {
      const refused = await patch(header);
      expect([refused.status, refused.error.reason], header).toEqual([412, "technician.version_mismatch"]);
    }
    expect((await patch("nonsense")).error.reason).toBe("request.bad_if_none_match");
    expect((await patch('"7", "8"')).data.version).toBe(2);
  });

  it("a new one is added whatever its condition says: there is no version yet", async () => {
    for (const header of ["if-match", "if-none-match"])
      for (const value of ["nonsense", "*", '"1"'])
        expect((await business.api.post("/admin/technicians", mike, { [header]: value })).status).toBe(201);
  });

  it("by two at the same moment lets one through and tells the other", async () => {
    const { id } = await newTechnician(business);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: i }, { "if-match": '"1"' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412]);
  });

  it("by six at the same moment without If-Match loses no change silently", async () => {
    const { id } = await newTechnician(business);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: i })),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    expect(
      answers.every(({ status, error }) => status === 200 || error.reason === "technician.changed_meanwhile"),
    ).toBe(true);
    expect((await business.api.get(`/admin/technicians/${id}`)).data.version).toBe(1 + done);
  });
});

describe("reading technicians", () => {
  it("answers 304 to who knows the present version", async () => {
    const { id } = await newTechnician(business);
    const known = await business.api.get(`/admin/technicians/${id}`, { "if-none-match": '"1"' });
    expect([known.status, known.text, known.headers.get("etag")]).toEqual([304, "", '"1"']);
    const statusFor = async (header: string, method = "GET") =>
      (await business.api.request(method, `/admin/technicians/${id}`, undefined, { "if-none-match": header })).status;
    for (const header of ['W/"1"', '"7", W/"1"', "*"]) expect(await statusFor(header), header).toBe(304);
    expect(await statusFor('"1"', "HEAD")).toBe(304);
    for (const header of ['"2"', '"2", W/"3"', "1", "nonsense", '"1'])
      expect(await statusFor(header), header).toBe(200);
  });

  it("lists them in the order asked, active ones or all", async () => {
    const { api } = await newBusiness();
    const ids: number[] = [];
    for (const name of ["A", "B", "C"]) ids.push((await api.post("/admin/technicians", { ...mike, name })).data.id);
    const [a, b, c] = ids;
    await api.patch(`/admin/technicians/${b}`, { is_active: false });
    const listed = async (query: string) =>
      (await api.get(`/admin/technicians?${query}`)).data.items.map(({ id }: { id: number }) => id);
    expect(await listed("")).toEqual([a, b, c]);
    expect(await listed("sort=-id")).toEqual([c, b, a]);
    expect(await listed("is_active=true")).toEqual([a, c]);
    expect(await listed("is_active=false")).toEqual([b]);
    expect(await listed("sort=-updated_at&limit=1")).toEqual([b]);
    const page = (await api.get("/admin/technicians?page=2&limit=2")).data;
    expect(page).toMatchObject({ total: 3, page: 2, limit: 2, total_pages: 2, next_cursor: null });
    expect((await api.get("/admin/technicians?page=9")).data).toMatchObject({ items: [], total: 3, page: 9 });
  });
});
