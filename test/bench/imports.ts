import { setTimeout as pause } from "node:timers/promises";
import type { Business } from "./business.ts";
import type { Servers } from "./servers.ts";

export type Imported = { kind: string; rows: number; seconds: number };

/** A file of `rows` rows, of each kind. */
const files: Record<string, (rows: number) => string> = {
  technicians: (rows) =>
    csv("external_id,name,pay_type,base_pay", rows, (i) => `T-${i},Technician ${i},hourly,${20 + (i % 20)}.00`),
  items: (rows) => csv("external_id,sku,name,list_price", rows, (i) => `I-${i},P-${i},Part ${i},${i % 500}.00`),
  sales: (rows) =>
    csv(
      "external_id,sale_date,technician_id,item_sku,sale_price,customer_name,payment_type",
      rows,
      (i) =>
        `S-${i},2026-${String(1 + (i % 9)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")},${1 + (i % 40)},P-${1 + (i % 400)},150.00,Customer ${i},cash`,
    ),
};
const csv = (head: string, rows: number, line: (i: number) => string): string =>
  [head, ...Array.from({ length: rows }, (_, i) => line(i + 1))].join("\n");

/** Imports a file of each kind and waits for its last row. */
export async function measureImports({ api }: Servers, { headers }: Business, rows: number): Promise<Imported[]> {
  const imported: Imported[] = [];
  for (const [kind, file] of Object.entries(files)) {
    const started = performance.now();
    const answer = await fetch(new URL(`/api/v1/admin/imports?kind=${kind}`, api), {
      method: "POST",
      headers: { ...headers, "content-type": "text/csv" },
      body: file(rows),
    });
    const { data } = (await answer.json()) as { data: { id: number } };
    for (let isRunning = true; isRunning; await pause(50)) {
      const state = await fetch(new URL(`/api/v1/admin/imports/${data.id}`, api), { headers });
      const job = ((await state.json()) as { data: { status: string; created: number } }).data;
      isRunning = job.status === "running";
      if (!isRunning && (job.status !== "done" || job.created !== rows))
        throw new Error(`the import of ${kind}: ${JSON.stringify(job)}`);
    }
    imported.push({ kind, rows, seconds: (performance.now() - started) / 1000 });
  }
  return imported;
}
