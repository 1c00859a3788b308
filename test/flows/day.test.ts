import { expect, it } from "vitest";
import { runDay } from "#/tools/day.ts";
import { cron, sql } from "../support/back-door.ts";
import { checkContract, client } from "../support/client.ts";
import { testWorker } from "../support/test-worker.ts";

it("runs a whole working day: sign-up, price book, sale, webhooks, dispatch live, a lost nudge, a pay period, an estimate that is sold online and paid", async () => {
  const told: string[] = [];
  await runDay({
    baseUrl: testWorker().url,
    headers: client().headers,
    say: (line) => told.push(line),
    cron,
    withSql: (work) => work(sql),
    inspect: (method, path, { text, ...reply }) =>
      checkContract(method, path.replace(/^/, "/api/v1").replace(/\?.*/, ""), { ...reply, body: JSON.parse(text) }),
  });
  expect(told.filter((line) => /^\d\./.test(line))).toHaveLength(8);
});
