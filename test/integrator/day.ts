import { deepStrictEqual as same } from "node:assert";
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "../../dist/clients/openapi-typescript.ts";

// A working day of a business, by openapi-fetch and the types that openapi-typescript made of the document: `node day.ts API ADDRESS`.
// Only those types are used, so what compiles here is what an integrator gets.

type Schemas = components["schemas"];
const [baseUrl = "", address = ""] = process.argv.slice(2);
/** A client with its credentials, from an address of its own. */
const as = (headers: Record<string, string> = {}) =>
  createClient<paths>({ baseUrl, headers: { "cf-connecting-ip": address, ...headers } });

/** What an answer carries; throws with the refusal where it has none. */
function dataOf<Data>({ data, error }: { data?: { ok: true; data: Data }; error?: unknown }): Data {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`);
  return data.data;
}
const say = (line: string) => console.log(line);
const password = "correct horse battery staple 8";

const username = `owner-${randomUUID().slice(0, 8)}`;
const owner: Schemas["Register"] = {
  username,
  password,
  email: `${username}@example.com`,
  first_name: "Jane",
  last_name: "Smith",
  company_name: "Smith HVAC",
};
const registered = dataOf(await as().POST("/auth/register", { body: owner }));
const business = { "X-Tenant-Id": registered.tenant_id };
const office = as({ ...business, Authorization: `Bearer ${registered.access_token}` });
say(`signed up as ${registered.business_code}`);

const mike = `mike-${randomUUID().slice(0, 8)}`;
const technicians: Schemas["Technician"][] = [];
for (const body of [
  { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500, username: mike, password },
  { name: "Ana Silva", pay_type: "salary", base_pay_cents: 520_000 },
] satisfies Schemas["CreateTechnician"][])
  technicians.push(dataOf(await office.POST("/admin/technicians", { body })));
const [technician, colleague] = technicians;
if (!technician || !colleague) throw new Error("no technicians");
const item = dataOf(
  await office.POST("/admin/items", { body: { name: "AC tune-up", sku: "TUNE", list_price_cents: 15_000 } }),
);
const rate = dataOf(
  await office.PUT("/admin/commission-config/tech/{technician_id}/item/{item_id}", {
    params: { path: { technician_id: technician.id, item_id: item.id } },
    body: { commission_rate_bps: 750 }, // what has a default may stay away
  }),
);
same([item.taxable, rate.rate_type, rate.base], [true, "percentage", "price"]);
say("hired two technicians, filled the price book, set a rate");

const sale = {
  technician_id: technician.id,
  item_id: item.id,
  sale_price_cents: 15_000,
  payment_type: "cash",
} as const;
const recorded: Schemas["Sale"][] = [];
for (const customer_name of ["John Doe", "Mary Major", "Richard Roe"]) {
  const request = { params: { header: { "Idempotency-Key": randomUUID() } }, body: { ...sale, customer_name } };
  const [first, again] = [await office.POST("/sales", request), await office.POST("/sales", request)];
  same([dataOf(again).id, again.response.headers.get("idempotent-replayed")], [dataOf(first).id, "true"]);
  recorded.push(dataOf(first));
}
same(
  recorded.map(({ quantity, tax_cents, commission_cents }) => [quantity, tax_cents, commission_cents]),
  recorded.map(() => [1, 0, 1125]),
);
say("recorded three sales, each sent twice and made once");

const list = async (query: NonNullable<paths["/sales"]["get"]["parameters"]["query"]>) =>
  dataOf(await office.GET("/sales", { params: { query } }));
const firstPage = await list({ limit: 2, sort: "id" });
same([firstPage.total, firstPage.page, firstPage.total_pages], [3, 1, 2]);
const byNumber = await list({ limit: 2, sort: "id", page: 2 });
const byCursor = await list({ limit: 2, sort: "id", cursor: firstPage.next_cursor ?? "" });
same(
  [...firstPage.items, ...byNumber.items].map(({ id }) => id),
  recorded.map(({ id }) => id),
);
same([byCursor.items, byCursor.next_cursor], [byNumber.items, null]);
same(
  (await list({ payment_type: "cash", q: "Mary" })).items.map(({ customer_name }) => customer_name),
  ["Mary Major"],
);
same((await list({ technician_id: colleague.id })).items, []);
say("listed them by page, by cursor and by filter");

const planned = {
  scheduled_start: new Date().toISOString(),
  scheduled_end: new Date(Date.now() + 3_600_000).toISOString(),
};
const job = dataOf(
  await office.POST("/admin/dispatch", { body: { title: "AC repair", customer_name: "John Doe", ...planned } }),
);
same([job.priority, job.status], ["normal", "pending"]);
const assigned = await office.PATCH("/admin/dispatch/{id}/assign", {
  params: { path: { id: job.id }, header: { "If-Match": `"${job.version}"` } },
  body: { technician_id: technician.id },
});
same(dataOf(assigned).technician_id, technician.id);
const signedIn = dataOf(
  await as().POST("/auth/login", {
    params: { header: { "X-Tenant-Id": registered.tenant_id } },
    body: { username: mike, password },
  }),
);
if (!("access_token" in signedIn)) throw new Error("a second factor is asked for");
const phone = as({ ...business, Authorization: `Bearer ${String(signedIn.access_token)}` });
const mine = { params: { path: { id: job.id } } };
dataOf(await phone.PATCH("/tech/dispatch/my-jobs/{id}/acknowledge", mine));
for (const status of ["en_route", "on_site", "in_progress", "completed"] as const)
  dataOf(await phone.PATCH("/tech/dispatch/my-jobs/{id}/status", { ...mine, body: { status } }));
const done = dataOf(await office.GET("/admin/dispatch/{id}", mine));
same([done.status, done.technician_id], ["completed", technician.id]);
say("planned a job, assigned it, and the technician completed it");

const stale = await office.PATCH("/admin/items/{id}", {
  params: { path: { id: item.id }, header: { "If-Match": '"987654"' } },
  body: { list_price_cents: 16_500 },
});
const unknown = await office.POST("/sales", { body: { ...sale, item_id: 4711, customer_name: "John Doe" } });
same([unknown.response.status, unknown.error?.error.reason], [404, "item.not_found"]);
same([stale.response.status, stale.error?.error.reason], [412, "item.version_mismatch"]);
const forbidden = await phone.GET("/admin/technicians", {});
same([forbidden.response.status, forbidden.error?.error.reason], [403, "auth.permission_missing"]);
// @ts-expect-error: the compiler knows the reasons of this operation, and this is none of them
same(stale.error?.error.reason === "item.is_haunted", false);
say("got refusals with typed reasons");
