import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { createJob } from "#/domains/dispatch/actions/create-job.ts";
import { planUser, users } from "#/domains/identity/index.ts";
import { type Technician, technicians } from "#/domains/technicians/tables.ts";
import { batch } from "./support/back-door.ts";
import { type Business, newBusiness } from "./support/client.ts";
import { ctxOf, transient } from "./support/ctx.ts";

// A create that reads nothing first takes its ids inside its commit: the row, the event, the audit entry, the stored answer and the answer
// all name the same id, whatever happens on the way.

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

const rows = async (sql: string, ...more: unknown[]) => {
  const [result] = await batch(business.shard, [{ sql, params: [business.tenantId, ...more] }]);
  return result?.results as Record<string, unknown>[];
};

const job = { customerName: "Jane Doe", priority: "normal" as const };
/** As the action adds a technician with a log-in, but without a password, whose hash needs workerd. */
async function addPair(ctx: Ctx): Promise<Technician> {
  const id = technicians.newId();
  const [name, username] = ["Mike", `t-${randomUUID()}`];
  const login = { username, password: null, name, email: null, roles: ["technician"], technicianId: id };
  const user = await planUser(ctx, { ...login, id: users.newId() });
  const technician = technicians.insert(ctx, {
    ...{ id, name, username, payType: "hourly", basePayCents: 2500, isActive: true },
    userId: user.row.id,
  });
  return await commit(ctx, {
    parts: [technician, user],
    audit: { action: "add", of: technician },
    result: technician.row,
  });
}

describe("ids that a commit takes", () => {
  it("are the same in the row, its event, its audit entry and the answer", async () => {
    const ctx = ctxOf(business);
    const made = await createJob(ctx, { ...job, title: "No cooling" });
    expect(ctx.cost.d1.trips).toBe(1);
    const [row] = await rows("select id, title from dispatch_jobs where tenant_id = ? and id = ?", made.id);
    expect(row).toEqual({ id: made.id, title: "No cooling" });
    const [event] = await rows("select data from outbox where tenant_id = ? order by seq desc limit 1");
    expect(JSON.parse(String(event?.data))).toMatchObject({ id: made.id, title: "No cooling" });
    const [entry] = await rows("select entity_id from audit_log where tenant_id = ? and request_id = ?", ctx.requestId);
    expect(entry).toEqual({ entity_id: String(made.id) });
  });

  it("refer to each other: a technician and their log-in", async () => {
    const technician = await addPair(ctxOf(business));
    const [user] = await rows("select id, technician_id from users where tenant_id = ? and id = ?", technician.userId);
    expect(user).toEqual({ id: technician.userId, technician_id: technician.id });
  });

  it("are in the stored answer too, byte for byte", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const body = { title: "A leak", customer_name: "Jane Doe" };
    const [first, again] = [
      await business.api.post("/admin/dispatch", body, headers),
      await business.api.post("/admin/dispatch", body, headers),
    ];
    expect(first.data.id).toBeGreaterThan(0);
    expect([again.status, again.text, again.headers.get("idempotent-replayed")]).toEqual([201, first.text, "true"]);
  });

  it("are read off the audit entry when the answer to the commit was lost", async () => {
    let isLost = false;
    const after = (nth: number) => {
      isLost ||= nth === 1;
      if (nth === 1) throw transient();
    };
    const technician = await addPair(ctxOf(business, { faults: { after } }));
    expect(isLost).toBe(true);
    const [user] = await rows("select id, technician_id from users where tenant_id = ? and id = ?", technician.userId);
    expect(user).toEqual({ id: technician.userId, technician_id: technician.id });
  });

  it("are taken once each, without a gap, however many commits run at once", async () => {
    const last = await createJob(ctxOf(business), { ...job, title: "first" });
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => createJob(ctxOf(business), { ...job, title: `${i}` })),
    );
    const ids = made.map(({ id }) => id).toSorted((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, i) => last.id + 1 + i));
  });

  it("are not taken by a caller whose session has ended, and nothing is written", async () => {
    const before = await rows("select last_id from sequences where tenant_id = ? and entity = 'dispatch_job'");
    const work = createJob(ctxOf(business, { userId: 1 }), { ...job, title: "late" });
    await expect(work).rejects.toMatchObject({ reason: "auth.session_ended" });
    expect(await rows("select last_id from sequences where tenant_id = ? and entity = 'dispatch_job'")).toEqual(before);
    expect(await rows("select id from dispatch_jobs where tenant_id = ? and title = 'late'")).toEqual([]);
  });

  it("leave no stand-in anywhere", async () => {
    const kept = await Promise.all(
      ["idempotency_keys", "outbox", "audit_log", "counters", "dispatch_jobs", "technicians", "users"].map((table) =>
        rows(`select * from ${table} where tenant_id = ?`),
      ),
    );
    expect(JSON.stringify(kept)).toContain("No cooling");
    expect(JSON.stringify(kept)).not.toMatch(/-\d{16}/);
  });
});
