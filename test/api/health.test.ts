import { expect, it } from "vitest";
import { costOfRequest } from "../support/back-door.ts";
import { client, newBusiness } from "../support/client.ts";

it("tells everybody that the API is up, without asking a database", async () => {
  const answer = await client().get("/health");
  expect(answer.data).toEqual({ status: "ok", time: expect.any(String) });
  expect(await costOfRequest(answer.headers.get("x-request-id") ?? "")).toMatchObject({ trips: 0, control: 0 });
});

it("tells an administrator which databases answer", async () => {
  const { api } = await newBusiness();
  const { data } = await api.get("/health/shards");
  expect(data.status).toBe("ok");
  expect(data.databases.map(({ name }: { name: string }) => name)).toEqual([
    "CONTROL",
    "SHARD_00",
    "SHARD_01",
    "SHARD_02",
    "SHARD_03",
  ]);
});
