import { expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, eventually, newBusiness, newTechnician } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { mailsTo, mailTo } from "./support/mails.ts";

const JOB = "tell of certificates";

async function businessWithCertificate(until: string) {
  const business = await newBusiness();
  const { api } = business;
  const address = `office-${business.tenantId.slice(0, 8)}@smithhvac.example`;
  await api.patch("/admin/organization", { contact_email: address, timezone: "America/Chicago" });
  const technician = await newTechnician(business);
  const skill = (await api.post("/admin/technician-skills/skills", { name: "EPA 608", requires_certification: true }))
    .data;
  const path = `/admin/technician-skills/${technician.id}/${skill.id}`;
  const set = (certified_until: string) => api.put(path, { level: 3, certified_until });
  await set(until);
  return { business, address, set, technician, skill };
}

/** Reads what is told, type and days left, each event once: those of long ago are dropped from the log. */
function listener({ shard, tenantId }: Business) {
  let seq = 0;
  return async () => {
    const events = await sql<{ seq: number; type: string; data: string }>(
      shard,
      "select seq, type, data from outbox where tenant_id = ? and type like 'skill.%' and seq > ? order by seq",
      tenantId,
      seq,
    );
    seq = events.at(-1)?.seq ?? seq;
    return events.map(({ type, data }) => ({ ...JSON.parse(data), type }));
  };
}
const brief = (events: readonly { type: string; days_left: number }[]) =>
  events.map(({ type, days_left }) => `${type} ${days_left}`);

it("the office hears of a certificate 30 days before its end, 7 days before and after it, once each however often the job runs", async () => {
  const { business, address, technician, skill } = await businessWithCertificate("2026-03-31");
  /** Runs the job of a day twice: once more as if nobody had noted that it ran. */
  const runOn = (now: string) =>
    atTime(now, async () => {
      await runJob(JOB, business);
      await sql(business.shard, "delete from daily_runs where tenant_id = ? and task = ?", business.tenantId, JOB);
      await runJob(JOB, business);
    });
  const hear = listener(business);
  const heard = [];
  for (const [now, expected] of [
    ["2026-02-28T12:00:00Z", []],
    ["2026-03-01T12:00:00Z", ["skill.expiring 30"]],
    ["2026-03-23T12:00:00Z", []],
    ["2026-03-24T12:00:00Z", ["skill.expiring 7"]],
    // the last day of the certificate has not ended in Chicago
    ["2026-04-01T04:00:00Z", []],
    ["2026-04-01T12:00:00Z", ["skill.expired -1"]],
    ["2026-04-20T12:00:00Z", []],
  ] as [string, string[]][]) {
    await runOn(now);
    const events = await hear();
    expect([now, brief(events)]).toEqual([now, expected]);
    heard.push(...events);
  }
  const mails = await eventually(async () => {
    const all = await mailsTo(address);
    return all.length >= 3 && all;
  }, "three mails");
  expect(mails).toHaveLength(3);
  const lines = mails.map(({ text }) => /Mike Johnson: EPA 608, [\w ]+ 2026-03-31/.exec(text)?.[0] ?? "");
  expect(lines.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "Mike Johnson: EPA 608, expired after 2026-03-31",
    "Mike Johnson: EPA 608, valid until 2026-03-31",
    "Mike Johnson: EPA 608, valid until 2026-03-31",
  ]);
  expect(heard.at(-1)).toEqual({
    ...{ technician_id: technician.id, technician_name: "Mike Johnson", skill_id: skill.id, skill_name: "EPA 608" },
    ...{ certified_until: "2026-03-31", certificate_number: null, days_left: -1, type: "skill.expired" },
  });
});

it("a renewed certificate is told of again, that of somebody who has left is not, and an owner hears where there is no office", async () => {
  const { business, set, technician } = await businessWithCertificate("2026-03-31");
  await business.api.patch("/admin/organization", { contact_email: null });
  const hear = listener(business);
  const runOn = async (now: string) => {
    await atTime(now, () => runJob(JOB, business));
    return brief(await hear());
  };
  expect(await runOn("2026-03-24T12:00:00Z")).toEqual(["skill.expiring 7"]);
  await set("2026-04-15");
  expect(await runOn("2026-03-25T12:00:00Z")).toEqual(["skill.expiring 21"]);
  await set("2026-04-15");
  expect(await runOn("2026-03-26T12:00:00Z"), "the same date again").toEqual([]);
  await business.api.patch(`/admin/technicians/${technician.id}`, { is_active: false });
  expect(await runOn("2026-04-16T12:00:00Z")).toEqual([]);
  const { username } = business;
  const owner = (await business.api.get("/admin/users")).data.items.find(
    (user: { username: string }) => user.username === username,
  );
  await sql(
    business.shard,
    "update users set email_verified_at = created_at where tenant_id = ? and id = ?",
    business.tenantId,
    owner.id,
  );
  await business.api.patch(`/admin/technicians/${technician.id}`, { is_active: true });
  expect(await runOn("2026-04-17T12:00:00Z")).toEqual(["skill.expired -2"]);
  expect((await mailTo(owner.email, /^Certificates/)).text).toContain("expired after 2026-04-15");
});
