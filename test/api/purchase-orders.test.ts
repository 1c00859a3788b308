import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { client, newBusiness } from "../support/client.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { type Buyer, made, newBuyer, newOrder, newPart, reasonOf, stockOf, take, typesOf } from "../support/orders.ts";
import { noPdfTools, pagesOf } from "../support/pdf-tools.ts";

const PATH = "/admin/purchase-orders";
let buyer: Buyer;
beforeAll(async () => {
  buyer = await newBuyer();
});

describe("a purchase order", () => {
  it("is drafted as the reference shows, with the next number, and changed, found and listed", async () => {
    const own = await newBuyer();
    const { api } = own;
    const part = await newPart(own, { cost_cents: 1200 });
    const body = { supplier_id: own.supplier.id, items: [{ part_id: part.id, quantity: 100, unit_cost_cents: 1100 }] };
    const order = await made(own, PATH, body);
    expect(order).toMatchObject({
      ...{ number: "PO-1", status: "draft", next_steps: ["change", "submit", "cancel"], supplier_id: own.supplier.id },
      ...{ location_id: own.warehouse.id, total_cents: 110_000, ordered_on: null, is_auto: false, currency: "USD" },
    });
    expect(order.items).toEqual([
      expect.objectContaining({ line: 1, sku: part.sku, quantity: 100, unit_cost_cents: 1100, total_cents: 110_000 }),
    ]);
    expect((await made(own, PATH, { supplier_id: own.supplier.id })).number).toBe("PO-2");

    const changed = await api.patch(
      `${PATH}/${order.id}`,
      { supplier_reference: "Q-5518", items: [{ part_id: part.id, quantity: 2.5 }] },
      { "if-match": '"1"' },
    );
    expect(changed.data).toMatchObject({ supplier_reference: "Q-5518", total_cents: 3000, version: 2 });
    expect(changed.data.items).toMatchObject([{ quantity: 2.5, unit_cost_cents: 1200 }]);
    expect((await api.get(`${PATH}/${order.id}`)).data).toEqual(changed.data);
    const idsOf = async (query: string) =>
      (await api.get(`${PATH}?${query}`)).data.items.map(({ id }: { id: number }) => id);
    expect(await idsOf(`part_id=${part.id}`)).toEqual([order.id]);
    expect(await idsOf("search=q-5518")).toEqual([order.id]);
    expect(await idsOf("status=sent")).toEqual([]);
    expect(await idsOf("is_open=false&limit=1")).toEqual([order.id]);
    const page = (await api.get(`${PATH}?status=draft&limit=1`)).data;
    expect(page).toMatchObject({ total: 2, items: [{ id: order.id }] });
    expect(await idsOf(`status=draft&limit=1&cursor=${page.next_cursor}`)).toEqual([order.id + 1]);
    expect(await typesOf(own, "purchase_order", order.id)).toEqual([
      ...["purchase_order.created", "purchase_order.updated"],
    ]);
  });

  it("goes from the draft to the end, tells each step, and its parts are on order meanwhile", async () => {
    const own = await newBuyer();
    const part = await newPart(own);
    const items = [{ part_id: part.id, quantity: 10, unit_cost_cents: 500 }];
    const { id } = await newOrder(own, items, "draft");
    expect((await stockOf(own, part.id)).on_order).toBe(0);
    expect(await take(own, id, "submit")).toMatchObject({ status: "submitted", submitted_by: "user:1" });
    expect((await stockOf(own, part.id)).on_order).toBe(10);
    expect(await take(own, id, "approve")).toMatchObject({ status: "approved", approved_by: "user:1" });
    const sent = await take(own, id, "send", { message: "Please confirm." });
    expect(sent).toMatchObject({ status: "sent", next_steps: ["send", "receive", "cancel"] });
    expect(sent.expected_on > sent.ordered_on).toBe(true);
    const mail = await mailTo(own.supplier.email, /^Purchase order PO-1 from/);
    expect(mail.text).toContain("Please confirm.");
    expect(mail.text).toContain(`10 x ${part.sku} Capacitor 35/5 MFD (each) at $5.00: $50.00`);
    expect(mail.text).toContain("Deliver to: Main warehouse");
    const link = linkIn(mail);
    const page = await own.api.open(new URL(link).pathname, { headers: { accept: "text/html", authorization: "" } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(`Purchase order PO-1`)]);
    expect(await take(own, id, "send", { mail: false })).toMatchObject({ status: "sent", ordered_on: sent.ordered_on });
    expect(await take(own, id, "receive", {})).toMatchObject({ order: { status: "received", received_cents: 5000 } });
    expect(await stockOf(own, part.id)).toEqual({ on_hand: 10, on_order: 0, value: 5000 });
    expect(await take(own, id, "close")).toMatchObject({ status: "closed", next_steps: [] });
    expect(await typesOf(own, "purchase_order", id)).toEqual(
      ["created", "submitted", "approved", "sent", "received", "closed"].map((step) => `purchase_order.${step}`),
    );
  });

  it("refuses each step that its state does not allow, and says what it does allow", async () => {
    const part = await newPart(buyer);
    const items = [{ part_id: part.id, quantity: 1, unit_cost_cents: 500 }];
    const bodies: Record<string, object | undefined> = { send: { mail: false }, receive: {}, cancel: {} };
    const all = ["submit", "approve", "send", "receive", "close", "cancel"];
    for (const as of ["draft", "submitted", "approved", "sent"] as const) {
      const { id, next_steps } = await newOrder(buyer, items, as);
      for (const step of all.filter((one) => !next_steps.includes(one))) {
        const refused = await buyer.api.post(`${PATH}/${id}/${step}`, bodies[step]);
        expect(reasonOf(refused), `${step} of ${as}`).toEqual([409, "purchase_order.wrong_state"]);
        expect(refused.error.fields.status).toBe(`is ${as}; it allows ${next_steps.join(", ")}`);
      }
    }
    const { id } = await newOrder(buyer, items, "draft");
    await take(buyer, id, "cancel", { reason: "Found a better price" });
    expect(reasonOf(await buyer.api.patch(`${PATH}/${id}`, { notes: "?" }))).toEqual([
      ...[409, "purchase_order.wrong_state"],
    ]);
    expect((await buyer.api.post(`${PATH}/${id}/submit`)).error.message).toContain("It allows nothing more.");
  });

  it("gives up only what has not arrived", async () => {
    const part = await newPart(buyer);
    const items = [{ part_id: part.id, quantity: 10, unit_cost_cents: 500 }];
    const whole = await newOrder(buyer, items);
    expect(await take(buyer, whole.id, "cancel", {})).toMatchObject({
      ...{ status: "cancelled", items: [{ cancelled_quantity: 10, outstanding_quantity: 0 }] },
    });
    expect((await stockOf(buyer, part.id)).on_order).toBe(0);
    const partly = await newOrder(buyer, items);
    await take(buyer, partly.id, "receive", { items: [{ line: 1, quantity: 4 }] });
    expect(await take(buyer, partly.id, "cancel", { reason: "Out of stock there" })).toMatchObject({
      ...{ status: "closed", cancel_reason: "Out of stock there", received_cents: 2000 },
      items: [{ received_quantity: 4, cancelled_quantity: 6, outstanding_quantity: 0 }],
    });
    expect(await stockOf(buyer, part.id)).toEqual({ on_hand: 4, on_order: 0, value: 2000 });
  });

  it("of two who approve, submit or cancel at the same moment one does it", async () => {
    const part = await newPart(buyer);
    const { id } = await newOrder(buyer, [{ part_id: part.id, quantity: 3, unit_cost_cents: 500 }], "draft");
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => buyer.api.open(`${PATH}/${id}/submit`, { method: "POST" })),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    await Promise.all(answers.map((answer) => answer.text()));
    expect(statuses).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await stockOf(buyer, part.id)).on_order).toBe(3);
  });

  it.skipIf(noPdfTools)("is printed for the supplier", async () => {
    const part = await newPart(buyer, { unit: "ft", purchase_unit: "roll", pack_size: 250 });
    const { id, number } = await newOrder(buyer, [{ part_id: part.id, quantity: 3, unit_cost_cents: 10_000 }]);
    const answer = await buyer.api.open(`${PATH}/${id}/pdf`);
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${number}.pdf"`);
    const [page = ""] = pagesOf(new Uint8Array(await answer.arrayBuffer()));
    for (const text of ["Purchase order", number, "Gulf HVAC Supply", "roll of 250 ft", "$300.00", "Main warehouse"])
      expect(page).toContain(text);
  });

  it("refuses what cannot be ordered, naming the field", async () => {
    const { api, supplier, tenantId } = buyer;
    const part = await newPart(buyer, { unit: "ft", pack_size: 250, cost_cents: 40 });
    const free = await newPart(buyer);
    const post = (items: object[], more: object = {}) => api.post(PATH, { supplier_id: supplier.id, items, ...more });
    const fieldsOf = async (answer: ReturnType<typeof post>) => {
      const { status, error } = await answer;
      return [status, error.reason, ...Object.keys(error.fields ?? {})];
    };
    const one = { part_id: part.id, quantity: 1 };
    expect(await fieldsOf(post([{ ...one, quantity: 2.4 }]))).toEqual([
      ...[422, "purchase_order.pack_opened", "items.0.quantity"],
    ]);
    expect(await fieldsOf(post([one, { ...one, part_id: 999_999 }]))).toEqual([
      404,
      "part.not_found",
      "items.1.part_id",
    ]);
    expect(await fieldsOf(post([{ part_id: free.id, quantity: 1 }]))).toEqual([
      ...[422, "purchase_order.cost_missing", "items.0.unit_cost_cents"],
    ]);
    expect(await fieldsOf(post([{ ...one, quantity: 1_000_000 }]))).toEqual([
      ...[422, "purchase_order.too_large", "items.0.quantity"],
    ]);
    expect(await fieldsOf(post([{ ...one, quantity: 1.0001 }]))).toEqual([422, "request.invalid", "items.0.quantity"]);
    expect(await fieldsOf(post([one], { expected_on: "2001-01-01" }))).toEqual([
      ...[422, "purchase_order.expected_in_past", "expected_on"],
    ]);
    expect(await fieldsOf(post([one], { location_id: 999 }))).toEqual([404, "stock_location.not_found", "location_id"]);
    expect(await fieldsOf(api.post(PATH, { supplier_id: 999 }))).toEqual([404, "supplier.not_found", "supplier_id"]);
    await made(buyer, `/admin/parts/${free.id}/archive`, {}, 200);
    expect(await fieldsOf(post([{ part_id: free.id, quantity: 1 }]))).toEqual([
      409,
      "part.archived",
      "items.0.part_id",
    ]);
    const empty = await newOrder(buyer, [], "draft");
    expect(reasonOf(await api.post(`${PATH}/${empty.id}/submit`))).toEqual([422, "purchase_order.empty"]);
    const stranger = await newBusiness();
    expect((await stranger.api.get(`${PATH}/${empty.id}`)).status).toBe(404);
    expect((await client({ "x-tenant-id": tenantId }).get(PATH)).status).toBe(401);
    const nowhere = await newBusiness();
    const { id } = await made(nowhere, "/admin/suppliers", { name: "Gulf" });
    expect(reasonOf(await nowhere.api.post(PATH, { supplier_id: id }))).toEqual([
      ...[422, "purchase_order.location_missing"],
    ]);
  });

  it("is shown to whoever has its link, as a page and as PDF, until it is cancelled", async () => {
    const own = await newBuyer();
    const part = await newPart(own);
    const { id } = await newOrder(own, [{ part_id: part.id, quantity: 1, unit_cost_cents: 5 }], "approved");
    await take(own, id, "send", {});
    const { pathname } = new URL(linkIn(await mailTo(own.supplier.email, /^Purchase order PO-1 from/)));
    const stranger = client();
    const look = async (path: string, accept = "text/html") => {
      const answer = await stranger.open(path, { headers: { accept } });
      return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
    };
    expect(await look(pathname)).toMatchObject({ status: 200, text: expect.stringContaining("Main warehouse") });
    expect(await look(`${pathname}/pdf`)).toMatchObject({ status: 200, type: "application/pdf" });
    await take(own, id, "cancel", {});
    expect(await look(pathname)).toMatchObject({ status: 410, type: "text/html; charset=utf-8" });
    expect(JSON.parse((await look(`${pathname}/pdf`, "*/*")).text).error.reason).toBe("document_link.ended");
    expect(await look(`${pathname}x`)).toMatchObject({ status: 404 });
  });

  it("needs an address to be mailed to", async () => {
    const own = await newBuyer();
    await own.api.patch(`/admin/suppliers/${own.supplier.id}`, { email: null });
    const part = await newPart(own);
    const { id } = await newOrder(own, [{ part_id: part.id, quantity: 1, unit_cost_cents: 5 }], "approved");
    expect(reasonOf(await own.api.post(`${PATH}/${id}/send`, {}))).toEqual([422, "purchase_order.recipient_missing"]);
    const to = `desk-${own.tenantId.slice(0, 8)}@gulfhvac.example`;
    expect(await take(own, id, "send", { to })).toMatchObject({ status: "sent" });
    await mailTo(to, /^Purchase order PO-1 from/);
    const rows = await sql(own.shard, "select 1 from purchase_order_parts where tenant_id = ?", own.tenantId);
    expect(rows).toHaveLength(1);
  });
});
