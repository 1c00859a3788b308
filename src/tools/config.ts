import { experimental_readRawConfig } from "wrangler";
import { z } from "zod";
import { environments } from "#/kernel/environment.ts";
import { inProject } from "./project.ts";

const Database = z.looseObject({
  binding: z.string(),
  database_name: z.string(),
  database_id: z.string(),
  migrations_dir: z.string(),
});

/** The parts of wrangler.toml that the tools use. The other parts pass through unchanged. */
const Config = z.looseObject({
  compatibility_date: z.string(),
  main: z.string(),
  vars: z.looseObject({ PUBLIC_URL: z.string(), CONTACT_EMAIL: z.string(), ENVIRONMENT: z.enum(environments) }),
  assets: z.looseObject({ directory: z.string() }),
  secrets: z.looseObject({ required: z.array(z.string()) }),
  d1_databases: z.array(Database),
  queues: z.looseObject({
    producers: z.array(z.looseObject({ queue: z.string() })),
    consumers: z.array(z.looseObject({ queue: z.string(), dead_letter_queue: z.string().optional() })),
  }),
  r2_buckets: z.array(z.looseObject({ bucket_name: z.string() })),
  triggers: z.object({ crons: z.array(z.string()) }),
});
export type Config = z.output<typeof Config>;

export const readConfig = (): Config =>
  Config.parse(experimental_readRawConfig({ config: inProject("wrangler.toml") }).rawConfig);

/** The D1 databases of wrangler.toml, the control database first. */
export const databases = () =>
  readConfig().d1_databases.map(({ binding, database_name, migrations_dir }) => ({
    binding,
    name: database_name,
    migrations: inProject(migrations_dir),
  }));
export type Database = ReturnType<typeof databases>[number];
