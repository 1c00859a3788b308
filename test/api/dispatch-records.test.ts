import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PIXEL } from "#/kernel/images.ts";
import { type Api, type Json, newBusiness, newTechnician } from "../support/client.ts";

/** A job of Mike, and Dana helps with it; Lee has nothing to do with it. */
async function newJob() {
  const business = await newBusiness();
  const [mike, dana, lee] = [
    await newTechnician(business, true),
    await newTechnician(business, true),
    await newTechnician(business, true),
  ];
  const { data } = await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" });
  await business.api.patch(`/admin/dispatch/${data.id}/assign`, { technician_id: mike.id, crew: [dana.id] });
  return {
    business,
    mike,
    dana,
    lee,
    office: `/admin/dispatch/${data.id}`,
    phone: `/tech/dispatch/my-jobs/${data.id}`,
  };
}
const pixel = (more = ""): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat([Buffer.from(PIXEL, "base64"), Buffer.from(more)]));
const upload = (api: Api, path: string, bytes: Uint8Array, type = "image/png"): Promise<Json> =>
  api.post(path, bytes, { "content-type": type });

describe("the notes of a job", () => {
  it("go between the office and those who work on it, the latest first", async () => {
    const { business, mike, dana, lee, office, phone } = await newJob();
    await business.api.post(`${office}/notes`, { text: "Gate code 1234" });
    const told = {
      text: "Needs a new valve\nand an hour",
      client_event_id: randomUUID(),
      occurred_at: "2026-03-28T13:00:00.000Z",
    };
    const made = await mike.api.post(`${phone}/notes`, told);
    expect([made.status, made.data]).toMatchObject([201, told]);
    await dana.api.post(`${phone}/notes`, { text: "I bring the valve" });
    const all = ["I bring the valve", told.text, "Gate code 1234"];
    for (const { api, path } of [
      { api: business.api, path: office },
      { api: mike.api, path: phone },
      { api: dana.api, path: phone },
    ]) {
      const { data } = await api.get(`${path}/notes`);
      expect(data.items.map(({ text }: Json) => text)).toEqual(all);
    }
    expect((await lee.api.get(`${phone}/notes`)).status).toBe(404);
    expect((await lee.api.post(`${phone}/notes`, { text: "?" })).status).toBe(404);

    const again = await mike.api.post(`${phone}/notes`, told);
    expect([again.status, again.data]).toEqual([201, made.data]);
    const page = (await business.api.get(`${office}/notes?limit=2`)).data;
    const rest = (await business.api.get(`${office}/notes?limit=2&cursor=${page.next_cursor}`)).data;
    expect([...page.items, ...rest.items].map(({ text }: Json) => text)).toEqual(all);
  });

  it("say something, and not from the future", async () => {
    const { mike, phone } = await newJob();
    expect((await mike.api.post(`${phone}/notes`, { text: " \n" })).error.fields).toEqual({
      text: "must not be empty",
    });
    const ahead = { text: "x", occurred_at: new Date(Date.now() + 600_000).toISOString() };
    expect((await mike.api.post(`${phone}/notes`, ahead)).error.reason).toBe("dispatch.clock_ahead");
  });
});

describe("the photos of a job", () => {
  it("are kept as they are, for those who may see the job", async () => {
    const { business, mike, dana, lee, office, phone } = await newJob();
    const made = await upload(mike.api, `${phone}/photos?caption=Cracked%20valve`, pixel());
    expect(made.status, made.text).toBe(201);
    expect(made.data).toMatchObject({
      content_type: "image/png",
      size_bytes: pixel().length,
      caption: "Cracked valve",
    });
    await upload(business.api, `${office}/photos`, pixel("other"));
    expect((await dana.api.get(`${phone}/photos`)).data.items).toHaveLength(2);

    for (const { api, path } of [
      { api: business.api, path: office },
      { api: mike.api, path: phone },
      { api: dana.api, path: phone },
    ]) {
      const shown = await api.open(`${path}/photos/${made.data.id}`);
      expect(shown.headers.get("content-type")).toBe("image/png");
      expect(shown.headers.get("cache-control")).toBe("private, max-age=86400");
      expect(new Uint8Array(await shown.arrayBuffer())).toEqual(pixel());
      const etag = shown.headers.get("etag") ?? "";
      const known = await api.open(`${path}/photos/${made.data.id}`, { headers: { "if-none-match": etag } });
      expect([known.status, await known.text()]).toEqual([304, ""]);
    }
    expect((await lee.api.get(`${phone}/photos/${made.data.id}`)).status).toBe(404);
    const { data: other } = await business.api.post("/admin/dispatch", { title: "Other", customer_name: "Bo" });
    const elsewhere = await business.api.get(`/admin/dispatch/${other.id}/photos/${made.data.id}`);
    expect([elsewhere.status, elsewhere.error.reason]).toEqual([404, "job_photo.not_found"]);
  });

  it("are sent again and kept once, and one can be removed", async () => {
    const { business, mike, office, phone } = await newJob();
    const made = await upload(mike.api, `${phone}/photos`, pixel());
    expect((await upload(mike.api, `${phone}/photos`, pixel())).data).toEqual(made.data);
    expect((await business.api.get(`${office}/photos`)).data.items).toEqual([made.data]);
    expect((await business.api.request("DELETE", `${office}/photos/${made.data.id}`)).data).toEqual(made.data);
    expect((await business.api.get(`${office}/photos`)).data.items).toEqual([]);
    expect((await business.api.get(`${office}/photos/${made.data.id}`)).status).toBe(404);
    expect((await business.api.request("DELETE", `${office}/photos/${made.data.id}`)).status).toBe(404);
  });

  it("are images, by what the bytes are", async () => {
    const { mike, phone } = await newJob();
    const page = new TextEncoder().encode("<html>");
    for (const [bytes, type, status, reason] of [
      [page, "image/png", 422, "dispatch.photo_not_an_image"],
      [pixel(), "image/jpeg", 422, "dispatch.photo_not_an_image"],
      [page, "text/html", 415, "request.bad_file_type"],
      [new Uint8Array(), "image/png", 400, "request.empty_file"],
    ] as const) {
      const refused = await upload(mike.api, `${phone}/photos`, bytes, type);
      expect([refused.status, refused.error.reason]).toEqual([status, reason]);
    }
    const large = new Uint8Array(3 * 1024 * 1024);
    large.set(pixel());
    expect((await upload(mike.api, `${phone}/photos`, large)).data.size_bytes).toBe(large.length);
  });
});
