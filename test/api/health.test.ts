import { expect, it } from "vitest";
import { client, newBusiness } from "../support/client.ts";

it("tells everybody that the API is up, without asking a database", async () => {
  const answer = await client().get("/health");
  expect(answer.data).toEqual({ status: "ok", time: expect.any(String) });
  expect(answer.headers.get("server-timing")).toContain("trips=0");
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
