import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { enqueue, sql } from "../support/back-door.ts";
import { type Answer, client, eventually, newBusiness, quiet } from "../support/client.ts";
import { newPlatformAdmin, type PlatformAdmin } from "../support/platform.ts";
import { openReceiver } from "../support/receiver.ts";

const outcome = ({ status, error }: Answer) => (status < 400 ? `${status}` : `${status} ${error.reason}`);

let admin: PlatformAdmin;
beforeAll(async () => {
  admin = await newPlatformAdmin();
});

type Letter = { id: string; body: string };
const lettersOf = (body: string) =>
  sql<Letter & { handled_as: string | null }>("CONTROL", "select * from dead_letters where body = ?", body);

/** A message that no consumer understands, when it has failed for good. */
async function poisoned(): Promise<Letter> {
  const message = { poison: randomUUID() };
  await enqueue("EVENTS", message);
  const [letter] = await eventually(async () => {
    const found = await lettersOf(JSON.stringify(message));
    return found.length > 0 && found;
  }, "it is a dead letter");
  return letter as Letter;
}

/** A dead letter whose cause has been mended. */
async function mended(body: string, queue = "events"): Promise<string> {
  const id = randomUUID();
  await sql(
    "CONTROL",
    "insert into dead_letters (id, queue, body, at) values (?, ?, ?, ?)",
    ...[id, queue, body, new Date().toISOString()],
  );
  return id;
}

const replay = (id: string) => admin.api.post(`/platform/dead-letters/${id}/replay`);
const discard = (id: string) => admin.api.post(`/platform/dead-letters/${id}/discard`);
const waiting = async () => Number((await admin.api.get("/platform/health")).data.dead_letters);

describe("a dead letter", () => {
  it("is listed, counted and read, and nobody has handled it", async () => {
    const { id, body } = await poisoned();
    expect(await waiting()).toBeGreaterThan(0);
    const letter = { id, queue: "events", body, handled_as: null, handled_at: null, handled_by: null };
    expect((await admin.api.get(`/platform/dead-letters/${id}`)).data).toMatchObject(letter);
    const list = await admin.api.get("/platform/dead-letters?queue=events&handled=false&limit=200");
    expect(list.data.items).toContainEqual(expect.objectContaining(letter));
    const others = await admin.api.get("/platform/dead-letters?queue=mail&limit=200");
    expect(others.data.items).not.toContainEqual(expect.objectContaining({ id }));
  });

  it("that is replayed fails again as a new one, while its cause is there, and the old one tells who replayed it", async () => {
    const { id, body } = await poisoned();
    const answer = await replay(id);
    expect(answer.data).toMatchObject({ id, handled_as: "replayed", handled_by: admin.id });
    await eventually(async () => (await lettersOf(body)).length === 2, "it failed again");
    const handled = (await lettersOf(body)).map((letter) => letter.handled_as);
    expect(new Set(handled)).toEqual(new Set(["replayed", null]));
  });

  it("that is replayed does its work, once however often that is asked for", async () => {
    const business = await newBusiness();
    const { tenantId, shard, api } = business;
    const receiver = await openReceiver();
    await api.post("/admin/webhooks", { url: receiver.url, events: ["sale.created"] });
    await quiet(business);
    // an event that nobody was told of
    const [bumped] = await sql<{ last_id: number }>(
      shard,
      "insert into sequences values (?, 'event', 1) on conflict do update set last_id = last_id + 1 returning last_id",
      tenantId,
    );
    await sql(
      shard,
      `insert into outbox (tenant_id, seq, id, type, data, occurred_at) values (?, ?, ?, 'sale.created', '{"id":7}', ?)`,
      ...[tenantId, bumped?.last_id, `evt_${randomUUID()}`, new Date().toISOString()],
    );
    const id = await mended(JSON.stringify({ tenantId }));
    const first = await replay(id);
    await eventually(async () => receiver.posts.length > 0, "the work of the message is done");
    const again = await Promise.all([replay(id), replay(id)]);
    expect(again.map(({ data }) => data)).toEqual([first.data, first.data]);
    await quiet(business);
    expect(receiver.posts).toHaveLength(1);
    receiver.close();
  });

  it("that is discarded stays readable, and is neither replayed nor counted", async () => {
    const id = await mended("{}");
    const before = await waiting();
    expect((await discard(id)).data).toMatchObject({ handled_as: "discarded", handled_by: admin.id });
    expect(outcome(await discard(id))).toBe("200");
    expect(outcome(await replay(id))).toBe("409 dead_letter.discarded");
    expect(before).toBeGreaterThan(0);
    const done = await admin.api.get("/platform/dead-letters?handled=true&limit=200");
    expect(done.data.items).toContainEqual(expect.objectContaining({ id }));
  });

  it("that was replayed is not discarded, and one that no queue takes is not replayed", async () => {
    const replayed = await mended(JSON.stringify({ tenantId: "nobody at all" }));
    await replay(replayed);
    expect(outcome(await discard(replayed))).toBe("409 dead_letter.replayed");
    const lost = [await mended("undefined"), await mended("{}", "faxes")];
    for (const id of lost) expect(outcome(await replay(id))).toBe("409 dead_letter.not_replayable");
    const unknown = [await replay("none"), await discard("none"), await admin.api.get("/platform/dead-letters/none")];
    expect(unknown.map(outcome)).toEqual(Array(3).fill("404 dead_letter.not_found"));
  });

  it("is none of a business' business", async () => {
    const { api } = await newBusiness();
    expect(outcome(await api.get("/platform/dead-letters"))).toBe("401 auth.invalid_token");
    expect(outcome(await client().get("/platform/dead-letters"))).toBe("401 auth.missing_token");
  });
});
