import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { batch, cron, sql } from "../support/back-door.ts";
import { type Business, client, eventually, type Json, newBusiness } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const HOURLY = "17 * * * *";
const PATH = "/admin/organization";
const change = ({ api }: Business, body: unknown, headers = {}) => api.patch(PATH, body, headers);
const resolved = async ({ code }: Business): Promise<Json> => (await client().get(`/tenants/resolve/${code}`)).data;

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);
const WEBP = Buffer.from("RIFF\u0010\u0000\u0000\u0000WEBPVP8 ", "latin1");
const upload = ({ api }: Business, bytes: Uint8Array, type: string, headers = {}) =>
  api.request("PUT", `${PATH}/logo`, Uint8Array.from(bytes), { "content-type": type, ...headers });

describe("a business that has decided nothing yet", () => {
  it("has its name from the sign-up and a default for every setting", async () => {
    const { api, code } = await newBusiness("Smith HVAC");
    const workday = { opens: "08:00", closes: "17:00" };
    expect((await api.get(PATH)).data).toEqual({
      business_code: code,
      business_name: "Smith HVAC",
      timezone: "America/New_York",
      branding: {
        display_name: "Smith HVAC",
        primary_color: "#2563eb",
        secondary_color: null,
        accent_color: null,
        logo_url: null,
      },
      trade: "general",
      region_type: "balanced",
      currency: "USD",
      currency_exponent: 2,
      holiday_region: null,
      contact_phone: null,
      contact_email: null,
      business_hours: {
        monday: workday,
        tuesday: workday,
        wednesday: workday,
        thursday: workday,
        friday: workday,
        saturday: null,
        sunday: null,
      },
      earn_on: "sold",
      require_sale_approval: false,
      auto_approve_under_cents: null,
      require_reason_over_discount_bps: null,
      ...{ payment_terms_days: 30, tax_rounding: "document", document_footer: null },
      ...{ invoice_prefix: "INV-", credit_note_prefix: "CN-", estimate_prefix: "EST-" },
      ...{ invoice_reminder_days: [-3, 0, 7, 14, 30], estimate_reminder_days: 3, estimate_valid_days: 30 },
      portal_requests_become: "lead",
      mileage_rate_millicents: 72_500,
      labour_burden_bps: 0,
      job_overhead_bps: 0,
      vehicle_rate_millicents: null,
      marketing_hours: { from: "08:00", until: "21:00" },
      allow_negative_stock: false,
      ...{ auto_reorder: false, over_receipt_tolerance_bps: 0, purchase_order_prefix: "PO-" },
      auto_confirm_payments: true,
      require_refresh_rotation: false,
      travel_speed_kmh: 40,
      travel_detour_factor: 1.3,
      zones_are_strict: false,
      mfa_required_roles: [],
      sso_microsoft_tenants: [],
      updated_at: null,
      version: 0,
    });
  });
});

describe("a change", () => {
  it("keeps what it does not name, within branding and business hours too", async () => {
    const business = await newBusiness();
    await change(business, {
      earn_on: "paid",
      branding: { secondary_color: "#111111", accent_color: "#222222" },
      business_hours: { saturday: { opens: "09:00", closes: "13:00" } },
    });
    const { data } = await change(business, {
      trade: "plumbing",
      branding: { display_name: "Smith", accent_color: null },
      business_hours: { sunday: { opens: "00:00", closes: "24:00" }, monday: null },
    });
    expect(data).toMatchObject({
      earn_on: "paid",
      trade: "plumbing",
      branding: { display_name: "Smith", primary_color: "#2563eb", secondary_color: "#111111", accent_color: null },
      business_hours: {
        monday: null,
        tuesday: { opens: "08:00", closes: "17:00" },
        saturday: { opens: "09:00", closes: "13:00" },
        sunday: { opens: "00:00", closes: "24:00" },
      },
      version: 2,
    });
    expect((await business.api.get(PATH)).data).toEqual(data);
  });

  it("of name and branding is seen at once by whoever signs in, and its time zone by the next request", async () => {
    const business = await newBusiness();
    await business.api.get("/admin/items"); // this isolate knows the business as it was
    await change(business, {
      business_name: "Smith HVAC & Sons",
      timezone: "Pacific/Auckland",
      branding: { display_name: "Smith", primary_color: "#0f5c63" },
    });
    expect(await resolved(business)).toMatchObject({
      businessName: "Smith HVAC & Sons",
      branding: { display_name: "Smith", primary_color: "#0f5c63" },
    });
    const board = await business.api.get("/admin/dispatch/board");
    expect(board.data.timezone).toBe("Pacific/Auckland");
  });

  it("is refused where somebody else was faster", async () => {
    const business = await newBusiness();
    const { headers } = await business.api.get(PATH);
    expect(headers.get("etag")).toBe('"0"');
    expect((await change(business, { earn_on: "paid" }, { "if-match": '"0"' })).status).toBe(200);
    const late = await change(business, { earn_on: "sold" }, { "if-match": '"0"' });
    expect([late.status, late.error.reason]).toEqual([412, "organization.version_mismatch"]);
    const both = await Promise.all([
      change(business, { trade: "hvac" }, { "if-match": '"1"' }),
      change(business, { trade: "roofing" }, { "if-match": '"1"' }),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it("chooses a currency that is in use, and tells its decimals", async () => {
    const business = await newBusiness();
    for (const [currency, exponent] of [
      ["JPY", 0],
      ["KWD", 3],
      ["HUF", 2],
    ])
      expect((await change(business, { currency })).data).toMatchObject({ currency, currency_exponent: exponent });
    for (const currency of ["HRK", "BGN", "XAU", "XQX"]) {
      const refused = await change(business, { currency });
      expect([refused.status, refused.error.reason, Object.keys(refused.error.fields)]).toEqual([
        422,
        "organization.currency_not_in_use",
        ["currency"],
      ]);
    }
  });

  it("goes on with a currency that was withdrawn since it was chosen", async () => {
    const business = await newBusiness();
    await change(business, { currency: "EUR" });
    await sql(
      business.shard,
      "update organizations set settings = json_set(settings, '$.currency', 'BGN') where tenant_id = ?",
      business.tenantId,
    );
    const read = (await business.api.get(PATH)).data;
    expect([read.currency, read.currency_exponent]).toEqual(["BGN", 2]);
    expect((await change(business, { currency: read.currency, trade: "plumbing" })).data).toMatchObject({
      currency: "BGN",
      trade: "plumbing",
    });
    expect((await change(business, { currency: "EUR" })).status).toBe(200);
    expect((await change(business, { currency: "BGN" })).status).toBe(422);
  });

  it("is made once under its Idempotency-Key, and is in the audit log", async () => {
    const business = await newBusiness();
    const key = { "idempotency-key": randomUUID() };
    const [first, second] = [
      await change(business, { currency: "CAD" }, key),
      await change(business, { currency: "CAD" }, key),
    ];
    expect(second.text).toBe(first.text);
    const { items } = (await business.api.get("/admin/audit-log?entity=organization")).data;
    expect(items).toMatchObject([
      { action: "change", entity_id: business.code, changes: { currency: { before: "USD", after: "CAD" } } },
    ]);
  });

  it.each([
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ timezone: "+01:00" }, "timezone"],
    [{ currency: "XQX" }, "currency"],
    [{ currency: "usd" }, "currency"],
    [{ branding: { primary_color: "blue" } }, "branding.primary_color"],
    [{ branding: { primary_color: null } }, "branding.primary_color"],
    [{ branding: { logo_url: "https://evil.example" } }, "branding.logo_url"],
    [{ business_hours: { monday: { opens: "17:00", closes: "08:00" } } }, "business_hours.monday.closes"],
    [{ business_hours: { monday: { opens: "07:60", closes: "17:00" } } }, "business_hours.monday.opens"],
    [{ business_hours: { holiday: null } }, "business_hours.holiday"],
    [{ region_type: "tropical" }, "region_type"],
    [{ earn_on: null }, "earn_on"],
    [{ sso_microsoft_tenants: ["common"] }, "sso_microsoft_tenants.0"],
    [{ contact_email: "office" }, "contact_email"],
    [{ contact_phone: "the office" }, "contact_phone"],
    [{ business_code: "OTHER" }, "business_code"],
    [{ version: 7 }, "version"],
  ])("%j is refused and names the field", async (body, field) => {
    const answer = await change(await newBusiness(), body);
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("takes time zones of every spelling that people use", async () => {
    const business = await newBusiness();
    for (const timezone of [
      "UTC",
      "America/Argentina/Buenos_Aires",
      "Asia/Kolkata",
      "Etc/GMT+5",
      "America/Port-au-Prince",
    ])
      expect((await change(business, { timezone })).data.timezone).toBe(timezone);
  });
});

describe("between the two databases", () => {
  it("a change whose worker died is copied to the directory by cron, and nothing newer is lost", async () => {
    const business = await newBusiness();
    await change(business, { business_name: "Before" });
    const settings = JSON.stringify({ business_name: "After" });
    const now = new Date().toISOString();
    await batch(business.shard, [
      {
        sql: "update organizations set settings = ?, version = 2, updated_at = ? where tenant_id = ?",
        params: [settings, now, business.tenantId],
      },
    ]);
    expect((await resolved(business)).businessName).toBe("Before");
    await cron(HOURLY);
    await eventually(async () => (await resolved(business)).businessName === "After", "the directory has it");
    const [row] = await sql<{ organization_version: number }>(
      "CONTROL",
      "select organization_version from tenants where id = ?",
      business.tenantId,
    );
    expect(row).toEqual({ organization_version: 2 });

    await sql("CONTROL", "update tenants set organization_version = 9 where id = ?", business.tenantId);
    await change(business, { business_name: "Late" });
    expect((await resolved(business)).businessName).toBe("After");
    expect((await business.api.get(PATH)).data.business_name).toBe("Late");
  });
});

describe("a logo", () => {
  it("is public at an address that changes with it, and gone when it is removed", async () => {
    const business = await newBusiness();
    const { data } = await upload(business, PNG, "image/png");
    expect(data.branding.logo_url).toMatch(
      new RegExp(`^https?://.+/api/v1/tenants/logo/${business.code}\\?v=[0-9a-f]{8}$`),
    );
    expect((await resolved(business)).branding.logo_url).toBe(data.branding.logo_url);

    const path = `/tenants/logo/${business.code}`;
    const shown = await client().open(path);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
    const header = (name: string) => shown.headers.get(name);
    expect([header("content-type"), header("cache-control"), header("x-content-type-options")]).toEqual([
      "image/png",
      "public, max-age=3600",
      "nosniff",
    ]);
    const etag = header("etag") ?? "";
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, "*"])
      expect((await client().get(path, { "if-none-match": condition })).status, condition).toBe(304);
    for (const condition of ['"other"', "nonsense", '"'])
      expect((await client().get(path, { "if-none-match": condition, "if-match": condition })).status).toBe(200);
    for (const condition of ["nonsense", "", "1", "Sat, 99 Foo 2026 99:99:99 GMT", '"a', "W/", "bytes=9-1"])
      for (const name of ["if-modified-since", "if-unmodified-since", "if-range", "range", "if-match"])
        expect((await client().get(path, { [name]: condition })).status, `${name}: ${condition}`).toBe(200);
    const known = await client().get(`${path}?v=abcd`, { "if-none-match": etag });
    expect([known.status, known.text]).toEqual([304, ""]);

    const other = await upload(business, JPEG, "image/jpeg");
    expect(other.data.branding.logo_url).not.toBe(data.branding.logo_url);
    expect((await change(business, { branding: { primary_color: "#000000" } })).data.branding.logo_url).toBe(
      other.data.branding.logo_url,
    );
    expect((await client().get(path)).headers.get("content-type")).toBe("image/jpeg");

    const removed = await business.api.request("DELETE", `${PATH}/logo`);
    expect(removed.data.branding.logo_url).toBeNull();
    for (const [answer, reason] of [
      [await client().get(path), "tenant.logo_not_found"],
      [await client().get("/tenants/logo/NOSUCHBUSINESS"), "tenant.logo_not_found"],
      [await business.api.request("DELETE", `${PATH}/logo`), "organization.logo_not_found"],
    ] as const)
      expect([answer.status, answer.error.reason]).toEqual([404, reason]);
  });

  it("may be a PNG, a JPEG or a WebP image, and nothing that only says so", async () => {
    const business = await newBusiness();
    for (const [bytes, type] of [
      [PNG, "image/png"],
      [JPEG, "image/jpeg"],
      [WEBP, "image/webp"],
    ] as const)
      expect((await upload(business, bytes, type)).status).toBe(200);

    const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    const refused: [Uint8Array, string, number, string][] = [
      [svg, "image/svg+xml", 415, "request.bad_file_type"],
      [svg, "image/png", 415, "organization.logo_not_an_image"],
      [JPEG, "image/png", 415, "organization.logo_not_an_image"],
      [PNG, "application/json", 415, "request.bad_file_type"],
      [Buffer.alloc(0), "image/png", 400, "request.empty_file"],
      [Buffer.concat([PNG, Buffer.alloc(512 * 1024)]), "image/png", 413, "request.file_too_large"],
    ];
    for (const [bytes, type, status, reason] of refused) {
      const answer = await upload(business, bytes, type);
      expect([answer.status, answer.error.reason]).toEqual([status, reason]);
    }
  });

  it("is set once under its Idempotency-Key, which takes no other image", async () => {
    const business = await newBusiness();
    const key = { "idempotency-key": randomUUID() };
    const first = await upload(business, PNG, "image/png", key);
    expect((await upload(business, PNG, "image/png", key)).text).toBe(first.text);
    const other = await upload(business, JPEG, "image/jpeg", key);
    expect([other.status, other.error.reason]).toEqual([422, "idempotency.key_reused"]);
  });
});

it("those who run the day see the organization but do not change it", async () => {
  const business = await newBusiness();
  const manager = client({ authorization: `Bearer ${await tokenAs(business, ["manager"])}` });
  expect((await manager.get(PATH)).status).toBe(200);
  const refused = await manager.patch(PATH, { earn_on: "paid" });
  expect([refused.status, refused.error.reason]).toEqual([403, "auth.permission_missing"]);
});
