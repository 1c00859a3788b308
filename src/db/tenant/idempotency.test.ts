import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { itemTable as items } from "#/domains/items/tables.ts";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { sql } from "../../../test/support/back-door.ts";
import { type Business, newBusiness } from "../../../test/support/client.ts";
import { ctxOf, thrownBy } from "../../../test/support/ctx.ts";
import { addItem, never, once, traces } from "../../../test/support/item-action.ts";
import { insertRow } from "../../../test/support/tables.ts";
import { q } from "./client.ts";
import { commit } from "./commit.ts";
import { Replay } from "./stored-answers.ts";

let business: Business;
let other: Business;
beforeAll(async () => {
  [business, other] = await Promise.all([newBusiness(), newBusiness()]);
});

describe("an Idempotency-Key", () => {
  const key = () => ({ key: randomUUID() });

  it("of 20 requests at the same moment is used once, and the others get its answer", async () => {
    const [idempotency, sku] = [key(), randomUUID()];
    const asSystem = await Promise.all(
      Array.from({ length: 20 }, () => thrownBy(addItem(ctxOf(business, { idempotency }), sku))),
    );
    const replays = asSystem.filter((error) => error instanceof Replay);
    expect([asSystem.filter((error) => error === undefined).length, replays.length]).toEqual([1, 19]);
    expect(new Set(replays.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(await traces(business, sku)).toEqual({ ...once, keys: 1 });
  });

  it("of another business, or of another caller, is another key", async () => {
    const [idempotency, sku] = [key(), randomUUID()];
    const commitAs = (of: Business, userId?: number) => {
      const ctx = ctxOf(of, { idempotency, ...(userId && { userId }) });
      const row = q.insert(items).values({
        tenantId: of.tenantId,
        id: (userId ?? 0) + 5,
        name: sku,
        sku: `${sku}${userId}`,
        category: null,
        listPriceCents: 1,
        costCents: null,
        isActive: true,
        createdAt: ctx.now,
        updatedAt: ctx.now,
        version: 1,
      });
      return thrownBy(commit(ctx, { parts: [row], audit: { action: "x", entity: "item", id: 1 }, result: { sku } }));
    };
    expect([
      await commitAs(business),
      await commitAs(business, 7),
      await commitAs(business, 8),
      await commitAs(other),
    ]).toEqual(Array.from({ length: 4 }, () => undefined));
    await insertRow(business, "sessions", { id: "none", user_id: 7, expires_at: "2099-01-01T00:00:00.000Z" });
    expect(await commitAs(business, 7)).toBeInstanceOf(Replay);
    await sql(
      business.shard,
      "update sessions set ended_at = created_at where tenant_id = ? and id = 'none'",
      business.tenantId,
    );
    expect(await commitAs(business, 7)).toMatchObject({ reason: "auth.session_ended" });
  });

  it("answers for 24 hours less a second, and is a new key a second later", async () => {
    const now = toInstant("2026-06-01T12:00:00Z");
    const [idempotency, sku] = [key(), randomUUID()];
    await addItem(ctxOf(business, { idempotency, now }), sku);
    const day = 24 * 3600;
    const early = ctxOf(business, { idempotency, now: plusSeconds(now, day - 1) });
    expect(await thrownBy(addItem(early, `${sku}-early`))).toBeInstanceOf(Replay);
    const late = ctxOf(business, { idempotency, now: plusSeconds(now, day + 1) });
    expect(await addItem(late, `${sku}-late`)).toMatchObject({ sku: `${sku}-late` });
  });

  it("that was used for something else is refused with 422 and changes nothing", async () => {
    const [{ key: used }, sku] = [key(), randomUUID()];
    await addItem(ctxOf(business, { idempotency: { key: used, fingerprint: "a" } }), sku);
    const reused = ctxOf(business, { idempotency: { key: used, fingerprint: "b" } });
    expect(await thrownBy(addItem(reused, `${sku}-b`))).toMatchObject({
      kind: "invalid",
      reason: "idempotency.key_reused",
    });
    expect(await traces(business, `${sku}-b`)).toEqual(never);
  });
});
