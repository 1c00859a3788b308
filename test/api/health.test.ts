import { expect, it } from "vitest";
import { costOfRequest } from "../support/back-door.ts";
import { client } from "../support/client.ts";
import { newPlatformAdmin } from "../support/platform.ts";
import { shardNames } from "../support/shards.ts";

it("tells everybody that the API is up, without asking a database", async () => {
  const answer = await client().get("/health");
  expect(answer.data).toEqual({ status: "ok", time: expect.any(String) });
  expect(await costOfRequest(answer.headers.get("x-request-id") ?? "")).toMatchObject({ trips: 0, control: 0 });
});

it("tells everybody who asks for it that the databases answer", async () => {
  expect(await client().get("/health?deep=true")).toMatchObject({ status: 200, data: { status: "ok" } });
  expect(await client().get("/health?deep=yes")).toMatchObject({ status: 400, error: { reason: "request.invalid" } });
});

it("tells who runs the platform how each database is, and nobody else", async () => {
  const { api } = await newPlatformAdmin();
  const { data } = await api.get("/platform/health");
  expect(data.status).toBe("ok");
  expect(data.databases).toEqual(
    ["CONTROL", ...shardNames].map((name) => ({ name, reachable: true, missing_migrations: [] })),
  );
  expect((await client().get("/health/shards")).status).toBe(404);
});
