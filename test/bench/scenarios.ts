import { randomInt, randomUUID } from "node:crypto";
import type { Brief } from "./bare-worker.ts";
import { type Business, sale } from "./business.ts";

export type Operation = keyof Brief["sql"];
/** What the API is measured against. */
export type Rival = "bare" | "peer";
export type Call = { method: string; path: string; headers: Record<string, string>; body?: string };
/** `requests`: number of requests in a round, about half a second of work. */
export type Scenario = {
  title: string;
  requests: number;
  call: (business: Business) => Call;
  /** The bare Worker answers it by the API's SQL. */
  operation?: Operation;
  /** The open peer answers it in its own way. */
  peer?: true;
};

const withBody = (business: Business, body: unknown, more: Record<string, string> = {}) => ({
  headers: { ...business.headers, "content-type": "application/json", ...more },
  body: JSON.stringify(body),
});

/** The measured requests. Each call of `call` returns a new request. */
export const scenarios: Scenario[] = [
  {
    operation: "listSales",
    peer: true,
    title: "list sales (50)",
    requests: 300,
    call: ({ headers }) => ({ method: "GET", path: "/api/v1/sales?limit=50", headers }),
  },
  {
    operation: "getSale",
    title: "get sale",
    requests: 500,
    call: ({ headers, sales }) => ({ method: "GET", path: `/api/v1/sales/${randomInt(1, sales + 1)}`, headers }),
  },
  {
    title: "add item",
    peer: true,
    requests: 300,
    call: (business) => ({
      method: "POST",
      path: "/api/v1/admin/items",
      ...withBody(business, { name: "Tune-up", sku: randomUUID(), list_price_cents: 15_000 }),
    }),
  },
  {
    operation: "recordSale",
    title: "record sale",
    requests: 200,
    call: (business) => ({
      method: "POST",
      path: "/api/v1/sales",
      ...withBody(business, sale(business), { "idempotency-key": randomUUID() }),
    }),
  },
  {
    operation: "updateStatus",
    title: "update job status",
    requests: 200,
    call: (business) => ({
      method: "PATCH",
      path: `/api/v1/tech/dispatch/my-jobs/${business.nextJob()}/status`,
      ...withBody(business, { status: "en_route" }),
      headers: { ...business.technicianHeaders, "content-type": "application/json" },
    }),
  },
];
