import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/db/tenant/tables.ts", "./src/db/tenant/*-tables.ts", "./src/domains/*/tables.ts", "./src/domains/*/*-tables.ts"],
  out: "./migrations/tenant",
});
