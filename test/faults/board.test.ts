import { expect, it } from "vitest";
import { crashBoard } from "../support/back-door.ts";
import { type Business, client, newBusiness } from "../support/client.ts";
import { idsOf, ofType, watch } from "../support/stream.ts";

// Rows 15 and 16 of the fault matrix (matrix.ts).

// 96 viewers who come and come back are nearly all of the 200 requests that a business has in a minute; one key may have 20 streams open
const KEYS = 4;
const EACH = 20;
const VIEWERS = 96;

async function newJob({ api }: Business): Promise<void> {
  const made = await api.post("/admin/dispatch", { title: "AC Repair", customer_name: "John Smith" });
  expect(made.status, made.text).toBe(201);
}
const hasId = (id: number) => (message: { id: number | null }) => message.id === id;

it("ninety-six viewers all go on where they were after the board restarts under them: numbers strictly increase, without a gap or a repeat", async () => {
  const business = await newBusiness();
  const keys = await Promise.all(
    Array.from({ length: KEYS }, async (_, i) => {
      const made = await business.api.post("/admin/api-keys", { name: `Wall ${i}`, scopes: ["dispatch:read"] });
      return client({ authorization: `Bearer ${made.data.key}`, "x-tenant-id": business.tenantId });
    }),
  );
  const viewers = Array.from({ length: VIEWERS }, (_, i) => keys[Math.floor(i / EACH)] ?? business.api);
  const streams = await Promise.all(viewers.map((api) => watch(api)));
  await newJob(business);
  await Promise.all(streams.map((stream) => stream.until(hasId(1))));
  await crashBoard(business.tenantId);
  await newJob(business); // while nobody is connected
  await Promise.all(streams.map((stream) => stream.ended));

  const resumed = await Promise.all(
    streams.map(async (stream, i) => {
      const headers = { "last-event-id": String(idsOf(stream).at(-1)) };
      return await watch(viewers[i] ?? business.api, { headers });
    }),
  );
  await newJob(business);
  await Promise.all(resumed.map((stream) => stream.until(hasId(3))));
  for (const [i, stream] of resumed.entries()) {
    const before = streams[i];
    expect([...(before ? idsOf(before) : []), ...idsOf(stream)].filter((id) => id > 0)).toEqual([1, 2, 3]);
  }
  await Promise.all(resumed.map((stream) => stream.close()));
});

it("a number of another business' events gets the caller's own board, and nothing of the other one", async () => {
  const [mine, other] = await Promise.all([newBusiness(), newBusiness()]);
  for (let i = 0; i < 3; i++) await newJob(other);
  await newJob(mine);
  const stream = await watch(mine.api, { headers: { "last-event-id": "3" } });
  const { data } = await stream.until(ofType("snapshot"));
  expect(JSON.stringify(data)).not.toContain(other.tenantId);
  await newJob(mine);
  await stream.until(hasId(2));
  await stream.close();
});
