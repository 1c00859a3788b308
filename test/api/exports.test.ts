import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Api, client, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { check, noPdfTools, pagesOf, pictureOf } from "../support/pdf-tools.ts";
import { tokenAs } from "../support/tokens.ts";

type Row = Record<string, string>;

/** A business with monthly pay periods since January, whose one technician earns 7.5 % of the one item. */
async function newPayroll(name = "Mike Johnson") {
  const business = await newBusiness();
  const { api } = business;
  const technician = (await api.post("/admin/technicians", { name, pay_type: "hourly", base_pay_cents: 2500 })).data
    .id as number;
  const item = (await newItem(business)).id as number;
  await api.put(`/admin/commission-config/tech/${technician}/item/${item}`, { commission_rate_bps: 750 });
  await api.put("/admin/pay-periods/schedule", { frequency: "monthly", starts_on: "2026-01-01", pay_delay_days: 5 });
  const { items } = (await api.get("/admin/pay-periods?sort=starts_on")).data;
  const [january = 0, february = 0] = (items as { id: number }[]).map(({ id }) => id);
  const sell = async (sale_date: string, sale_price_cents = 150_000, more: Record<string, unknown> = {}) => {
    const sale = { technician_id: technician, item_id: item, sale_price_cents, customer_name: "John Doe" };
    const answer = await api.post("/sales", { ...sale, payment_type: "cash", sale_date, ...more });
    expect(answer.status, answer.text).toBe(201);
    return answer.data.id as number;
  };
  return { business, api, technician, item, january, february, sell };
}

/** Sales of a day as rows, without the API: for many. */
async function manySales(
  { business, technician, item, sell }: Awaited<ReturnType<typeof newPayroll>>,
  n: number,
  day: string,
) {
  const { tenantId, shard } = business;
  const first = await sell(day);
  const numbers = "with recursive numbers(k) as (select 1 union all select k + 1 from numbers where k < ?)";
  for (const [table, id, more] of [
    ["sales", "id", ["customer_name", "'Customer ' || k"]],
    ["commission_entries", "sale_id", ["amount_cents", "100 * k - 20000"]],
  ] as const) {
    const columns = (await sql(shard, `select name from pragma_table_info('${table}')`)).map(({ name }) =>
      String(name),
    );
    const values = columns.map((name) => (name === id ? `${first} + k` : name === more[0] ? more[1] : name));
    await sql(
      shard,
      `insert into ${table} (${columns.join()}) ${numbers} select ${values.join()} from ${table}, numbers where tenant_id = ? and ${id} = ?`,
      n,
      tenantId,
      first,
    );
  }
  return { first, technician, item };
}

async function csvAt(api: Api, path: string): Promise<{ rows: Row[]; text: string; headers: Headers }> {
  const { text, headers, status } = await api.get(path);
  expect(status, text).toBe(200);
  expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const { data, errors } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return { rows: data, text, headers };
}

async function pdfAt(api: Api, path: string): Promise<{ bytes: Uint8Array; headers: Headers }> {
  const answer = await api.open(path);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(answer.status, new TextDecoder().decode(bytes)).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(new TextDecoder().decode(bytes.slice(0, 5))).toBe("%PDF-");
  return { bytes, headers: answer.headers };
}

describe("the CSV of sales", () => {
  it("has amounts as decimal numbers, and nothing that a spreadsheet would carry out (B37)", async () => {
    const { api, sell } = await newPayroll();
    const names = ['=HYPERLINK("http://x.example","pay")', "-Smith", "+1 813 555 0142", "＠x", 'a "b", c'];
    for (const customer_name of names) await sell("2026-01-15", 150_000, { customer_name });
    const { rows, text, headers } = await csvAt(api, "/admin/csv-export/sales");
    expect(headers.get("content-disposition")).toBe('attachment; filename="sales.csv"');
    expect(text).toContain(`,"'=HYPERLINK(""http://x.example"",""pay"")",`);
    expect(rows.map((row) => row.customer_name)).toEqual([
      'a "b", c',
      "'＠x",
      "'+1 813 555 0142",
      "'-Smith",
      `'=HYPERLINK("http://x.example","pay")`,
    ]);
    expect(rows[0]).toMatchObject({
      sale_date: "2026-01-15",
      technician: "Mike Johnson",
      sale_price: "1500.00",
      commission: "112.50",
      tax: "0.00",
      quantity: "1",
      voided: "false",
      payment_date: "",
    });
  });

  it("has the decimals of the business' currency, and a mark before UTF-8 for those who ask (B37)", async () => {
    const { api, business, sell } = await newPayroll();
    await api.patch("/admin/organization", { currency: "KWD" });
    await sell("2026-01-15", 5);
    const { tenantId, shard } = business;
    await sql(shard, "update sales set tax_cents = -5 where tenant_id = ?", tenantId);
    const answer = await api.open("/admin/csv-export/sales?bom=1");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toContain(",0.005,-0.005,0.000,");
  });

  it("has each sale of the list with the same filters once, over many pages", async () => {
    const payroll = await newPayroll();
    const { api } = payroll;
    await payroll.sell("2026-02-01", 999, { customer_name: "Jane Roe" });
    await manySales(payroll, 4500, "2026-01-15");
    const january = await csvAt(api, "/admin/csv-export/sales?date_from=2026-01-01&date_to=2026-01-31");
    expect(january.headers.get("content-disposition")).toContain('"sales_2026-01-01_2026-01-31.csv"');
    expect(january.rows).toHaveLength(4501);
    expect(new Set(january.rows.map(({ id }) => id)).size).toBe(4501);
    const jane = await csvAt(api, "/admin/csv-export/sales?q=jane");
    expect(jane.rows.map((row) => row.customer_name)).toEqual(["Jane Roe"]);
  });

  it.each([
    ["date_from=2026-02-01&date_to=2026-01-01", "request.invalid"],
    ["date_from=tomorrow", "request.invalid"],
    ["state=open", "request.invalid"],
    ["bom=2", "request.invalid"],
  ])("refuses %s", async (query, reason) => {
    const answer = await (await newBusiness()).api.get(`/admin/csv-export/sales?${query}`);
    expect([answer.status, answer.error.reason]).toEqual([400, reason]);
  });
});

describe("the commission report", () => {
  it("has a row for what was earned and for what was taken back, by the day on which it counts", async () => {
    const { api, technician, january, sell } = await newPayroll();
    const kept = await sell("2026-01-15");
    const voided = await sell("2026-01-16", 10_000);
    await api.patch(`/admin/pay-periods/${january}/close`);
    await api.patch(`/sales/${voided}/void`, { voided: true, reason: "wrong customer" });
    const { rows, headers } = await csvAt(
      api,
      "/admin/csv-export/commission-report?date_from=2026-01-01&date_to=2026-01-31",
    );
    expect(headers.get("content-disposition")).toBe(
      'attachment; filename="commission-report_2026-01-01_2026-01-31.csv"',
    );
    expect(rows.map((row) => [row.counts_on, row.sale_id, row.amount, row.reason])).toEqual([
      ["2026-01-15", String(kept), "112.50", "commission"],
      ["2026-01-16", String(voided), "7.50", "commission"],
    ]);
    expect(rows[0]).toMatchObject({
      technician_id: String(technician),
      technician: "Mike Johnson",
      rate_percent: "7.50",
      rate_source: "technician_item",
      share_percent: "100.00",
      sale_price: "1500.00",
    });
    const all = await csvAt(api, "/admin/csv-export/commission-report?date_from=2026-01-01&date_to=2099-12-31");
    expect(all.rows.map(({ amount, reason }) => [amount, reason]).at(-1)).toEqual(["-7.50", "void"]);
    const others = `technician_id=${technician + 1}&date_from=2026-01-01&date_to=2099-12-31`;
    expect((await csvAt(api, `/admin/csv-export/commission-report?${others}`)).rows).toEqual([]);
  });

  it("has each entry once, over many pages", async () => {
    const payroll = await newPayroll();
    await manySales(payroll, 4100, "2026-01-15");
    const { rows } = await csvAt(
      payroll.api,
      "/admin/csv-export/commission-report?date_from=2026-01-01&date_to=2026-01-31",
    );
    expect(new Set(rows.map((row) => row.sale_id)).size).toBe(4101);
    expect(rows).toHaveLength(4101);
  });
});

describe("the CSV of a pay period", () => {
  it("never changes once the period is closed, and sums up to what the API says", async () => {
    const { api, january, sell } = await newPayroll();
    await sell("2026-01-15");
    const late = await sell("2026-01-16", 10_000);
    const before = await csvAt(api, `/admin/csv-export/pay-period/${january}`);
    const period = (await api.patch(`/admin/pay-periods/${january}/close`)).data;
    const after = await csvAt(api, `/admin/csv-export/pay-period/${january}`);
    expect(after.text).toBe(before.text);
    expect(after.headers.get("content-disposition")).toBe(
      'attachment; filename="pay-period_2026-01-01_2026-01-31.csv"',
    );
    await api.patch(`/sales/${late}/void`, { voided: true, reason: "wrong customer" });
    expect((await csvAt(api, `/admin/csv-export/pay-period/${january}`)).text).toBe(before.text);
    const cents = after.rows.reduce((sum, { amount = "" }) => sum + Math.round(Number(amount) * 100), 0);
    expect(cents).toBe(period.totals.gross_cents);
    const statements = await csvAt(api, `/admin/csv-export/statements/${january}`);
    expect(statements.rows).toMatchObject([{ technician: "Mike Johnson", lines: "2", gross: "120.00", pay: "120.00" }]);
  });

  it("has each line once, over many pages", async () => {
    const payroll = await newPayroll();
    await manySales(payroll, 2100, "2026-01-15");
    const open = await csvAt(payroll.api, `/admin/csv-export/pay-period/${payroll.january}`);
    expect(new Set(open.rows.map((row) => row.sale_id)).size).toBe(2101);
    await payroll.api.patch(`/admin/pay-periods/${payroll.january}/close`, { force: true });
    expect((await csvAt(payroll.api, `/admin/csv-export/pay-period/${payroll.january}`)).text).toBe(open.text);
  });

  it("is not there for a period that is not there", async () => {
    const { api } = await newBusiness();
    const answer = await api.get("/admin/csv-export/pay-period/77");
    expect([answer.status, answer.error.reason]).toEqual([404, "pay_period.not_found"]);
  });
});

describe.skipIf(noPdfTools)("the PDF of a statement", () => {
  it("shows the letters of every script, and never fails for one (B39)", async () => {
    const { api, technician, january, sell } = await newPayroll("Łukasz Dvořák");
    const names = [
      "33 Đường Nguyễn Hữu Thọ, Quận 7",
      "日本",
      "שלום John",
      "محمد",
      "한국어",
      "Ωμέγα Борис",
      "🛠",
      "\u{10FFFD}",
    ];
    for (const [i, customer_name] of names.entries()) await sell(`2026-01-1${i}`, 150_000, { customer_name });
    const path = `/export/commission-statement/${technician}/${january}/pdf`;
    const { bytes, headers } = await pdfAt(api, path);
    expect(headers.get("content-disposition")).toBe(
      "attachment; filename=\"commission-statement__ukasz-dvorak_2026-01-01_2026-01-31.pdf\"; filename*=UTF-8''commission-statement_%C5%82ukasz-dvo%C5%99%C3%A1k_2026-01-01_2026-01-31.pdf",
    );
    check(bytes);
    const text = pagesOf(bytes).join("");
    const bare = text.replace(/[\u202a-\u202e\s]/g, "");
    const shown = [
      "Łukasz Dvořák",
      ...names.slice(0, 1),
      "Quận 7",
      "日本",
      "שלום",
      "John",
      "محمد",
      "한국어",
      "Ωμέγα Борис",
    ];
    for (const name of [
      ...shown.filter((name) => !name.startsWith("33")),
      "33 Đường Nguyễn Hữu",

      "🛠",
      "\uFFFD",
    ])
      expect(bare).toContain(name.replace(/\s/g, ""));
    expect(text).toContain("$112.50");
    expect(text).toContain("page 1 of 1");
    expect((await pdfAt(api, path)).bytes).toEqual(bytes);
    expect(pictureOf(bytes).length).toBeGreaterThan(100_000);
  });

  it("is there for the technician whose it is, and for no other", async () => {
    const { api, business, technician, january, sell } = await newPayroll();
    await sell("2026-01-15");
    const as = async (id: number) =>
      client({
        authorization: `Bearer ${await tokenAs(business, ["technician"], id)}`,
        "x-tenant-id": business.tenantId,
      });
    const mine = await pdfAt(await as(technician), `/tech/export/commission-statement/${january}/pdf`);
    expect(mine.bytes).toEqual((await pdfAt(api, `/export/commission-statement/${technician}/${january}/pdf`)).bytes);
    const other = (await newTechnician(business)).id as number;
    const refused = await (await as(other)).get(`/tech/export/commission-statement/${january}/pdf`);
    expect([refused.status, refused.error.reason]).toEqual([404, "pay_statement.not_found"]);
  });

  it("has the name, colour and logo of the business; without a logo where that cannot be shown", async () => {
    const { api, technician, january, sell } = await newPayroll();
    await sell("2026-01-15");
    await api.patch("/admin/organization", { branding: { display_name: "Łódź Heating", primary_color: "#ff0000" } });
    const path = `/export/commission-statement/${technician}/${january}/pdf`;
    const plain = await pdfAt(api, path);
    expect(pagesOf(plain.bytes)[0]).toContain("Łódź Heating");
    const withLogo = async (type: string, base64: string) => {
      const set = await api.request("PUT", "/admin/organization/logo", new Uint8Array(Buffer.from(base64, "base64")), {
        "content-type": type,
      });
      expect(set.status, set.text).toBe(200);
      const { bytes } = await pdfAt(api, path);
      check(bytes);
      return Buffer.from(bytes).includes("/Subtype /Image");
    };
    const alpha = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    expect(await withLogo("image/png", alpha)).toBe(true);
    const webp = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=";
    expect(await withLogo("image/webp", webp)).toBe(false);
    const broken = Buffer.from(alpha, "base64").subarray(0, 50).toString("base64");
    await withLogo("image/png", broken);
  });
});

describe.skipIf(noPdfTools)("the PDF of a pay period", () => {
  it("has each of 450 lines once, a head on every page, and the total of the API on the last (B40)", async () => {
    const payroll = await newPayroll();
    const { api, january } = payroll;
    const { first } = await manySales(payroll, 449, "2026-01-15");
    const { bytes, headers } = await pdfAt(api, `/export/pay-period/${january}/pdf`);
    expect(headers.get("content-disposition")).toBe('attachment; filename="pay-period_2026-01-01_2026-01-31.pdf"');
    check(bytes);
    const pages = pagesOf(bytes);
    expect(pages.length).toBeGreaterThan(8);
    for (const [i, page] of pages.entries()) {
      expect(page).toContain(`page ${i + 1} of ${pages.length}`);
      expect(page).toMatch(/Customer +For +Price +Amount|Technician +Lines/);
    }
    const ids = pages.flatMap((page) => [...page.matchAll(/^ *2026-01-15 +(\d+) /gm)].map(([, id]) => Number(id)));
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, i) => first + i));
    const { totals } = (await api.get(`/admin/pay-periods/${january}`)).data;
    const { rows } = await csvAt(api, `/admin/csv-export/pay-period/${january}`);
    expect(rows.reduce((sum, { amount = "" }) => sum + Math.round(Number(amount) * 100), 0)).toBe(totals.gross_cents);
    const dollars = (cents: number) => (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
    expect(pages.at(-1)).toContain(dollars(totals.pay_cents));
    expect(pages.join("")).toContain(`Total of 450 lines`);
  });

  it("of a closed period is the same for ever", async () => {
    const { api, january, sell } = await newPayroll();
    const sale = await sell("2026-01-15");
    await api.patch(`/admin/pay-periods/${january}/close`);
    const { bytes } = await pdfAt(api, `/export/pay-period/${january}/pdf`);
    await api.patch(`/sales/${sale}/void`, { voided: true, reason: "wrong customer" });
    expect((await pdfAt(api, `/export/pay-period/${january}/pdf`)).bytes).toEqual(bytes);
    expect(pagesOf(bytes)[0]).toMatch(/Status +closed/);
  });

  it("is there for an empty period, and says so", async () => {
    const { api, february } = await newPayroll();
    const { bytes } = await pdfAt(api, `/export/pay-period/${february}/pdf`);
    expect(pagesOf(bytes)[0]).toMatch(/Technicians +0/);
  });

  it("has only the sums where the lines are too many", { timeout: 60_000 }, async () => {
    const payroll = await newPayroll();
    await manySales(payroll, 4100, "2026-01-15");
    const pages = pagesOf((await pdfAt(payroll.api, `/export/pay-period/${payroll.january}/pdf`)).bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("see the CSV");
  });
});
