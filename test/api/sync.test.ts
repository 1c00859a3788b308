import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Business, client, newBusiness } from "../support/client.ts";
import { answeredHere } from "../support/in-process.ts";

// An integrator keeps a copy by `updated_since`: whatever happens, no change may lie behind a mark that they have got already.

const mike = { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500 };
const idsSince = async ({ api }: Business, mark: string, more = ""): Promise<number[]> =>
  (await api.get(`/admin/technicians?updated_since=${mark}${more}`)).data.items.map(({ id }: { id: number }) => id);
const before = (mark: string, ms: number): string => new Date(Date.parse(mark) - ms).toISOString();
const moveTo = ({ shard, tenantId }: Business, id: number, at: string) =>
  sql(shard, "update technicians set updated_at = ? where tenant_id = ? and id = ?", at, tenantId, id);

/** A body of which the second half is sent only when `meanwhile` has happened. It happens when the app asks for that half. */
function inTwoHalves(body: string, meanwhile: () => Promise<void>): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  const halves = [bytes.slice(0, 10), bytes.slice(10)];
  return new ReadableStream(
    {
      async pull(out) {
        if (halves.length === 1) await meanwhile();
        const half = halves.shift();
        if (half) out.enqueue(half);
        if (halves.length === 0) out.close();
      },
    },
    { highWaterMark: 0 }, // nothing is asked for before the app reads
  );
}

it("a write whose body comes late has the time at which it has come, so it is not behind a mark given out meanwhile", async () => {
  const business = await newBusiness();
  const taken = (await business.api.post("/admin/technicians", mike)).data;
  let mark = "";
  const meanwhile = async () => {
    const answer = await business.api.patch(`/admin/technicians/${taken.id}`, { base_pay_cents: 2600 });
    mark = answer.data.updated_at;
    while (new Date().toISOString() <= mark) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const slowly: typeof fetch = (url, init) => {
    const streamed = { ...init, body: inTwoHalves(init?.body as string, meanwhile), duplex: "half" };
    return answeredHere(url, streamed);
  };
  const slow = client(business.api.headers, slowly);

  const late: Answer = await slow.post("/admin/technicians", mike);
  expect(late.status, late.text).toBe(201);
  expect(late.data.updated_at > mark).toBe(true);

  const changed = await slow.patch(`/admin/technicians/${late.data.id}`, { base_pay_cents: 2700 });
  expect(changed.data.updated_at > mark).toBe(true);
});

it("a change never sets a row back, whatever the clocks of two machines say", async () => {
  const business = await newBusiness();
  const { id } = (await business.api.post("/admin/technicians", mike)).data;
  await moveTo(business, id, "2199-01-01T00:00:00.999Z");
  const changed = (await business.api.patch(`/admin/technicians/${id}`, { base_pay_cents: 2600 })).data;
  expect([changed.updated_at, changed.version]).toEqual(["2199-01-01T00:00:01.000Z", 2]);

  // the same where the row is changed without being loaded: a log-in is linked to its technician
  const invited = await business.api.post("/admin/users", {
    name: "Mike Johnson",
    username: "mike-the-late",
    email: "mike@example.com",
    roles: ["technician"],
    technician_id: id,
  });
  expect(invited.status, invited.text).toBe(201);
  const linked = (await business.api.get(`/admin/technicians/${id}`)).data;
  expect([linked.updated_at, linked.version]).toEqual(["2199-01-01T00:00:01.001Z", 3]);
});

it("an answer goes back a minute behind the mark: a change that was being written then comes again", async () => {
  const business = await newBusiness();
  const ids: number[] = [];
  for (let i = 0; i < 3; i++) ids.push((await business.api.post("/admin/technicians", mike)).data.id);
  const [old = 0, overlapping = 0, newest = 0] = ids;
  const mark = "2026-03-28T12:00:00.000Z";
  await moveTo(business, newest, mark);
  await moveTo(business, overlapping, before(mark, 60_000));
  await moveTo(business, old, before(mark, 60_001));

  expect(await idsSince(business, mark)).toEqual([overlapping, newest]);
  expect(await idsSince(business, mark, "&sort=-updated_at&limit=1")).toEqual([newest]);
  expect((await business.api.get(`/admin/technicians?updated_since=${mark}`)).data.total).toBe(2);
  const first = (await business.api.get(`/admin/technicians?updated_since=${mark}&limit=1`)).data;
  expect(await idsSince(business, mark, `&limit=1&cursor=${first.next_cursor}`)).toEqual([newest]);
});
