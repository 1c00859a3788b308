import { build } from "./build.ts";
import { databases, readConfig } from "./config.ts";
import { migrateRemote } from "./migrate.ts";
import { ownVars } from "./own-vars.ts";
import { fail, wrangler } from "./project.ts";
import { listRemoteDatabases, remoteConfig, writeProductionConfig } from "./remote.ts";
import { readArguments } from "./usage.ts";

const USAGE = `npm run deploy                creates what the account lacks, migrates the databases, then uploads the code
npm run deploy -- --dry-run   prints the steps and bundles the Worker, without any request to Cloudflare

Each variable of wrangler.toml's [vars] can be set in the environment. PUBLIC_URL, MAIL_FROM and CONTACT_EMAIL must be: wrangler.toml has only examples.`;

type Step = { what: string; run: () => Promise<unknown> };

/** `npm run deploy`: creates what the account lacks, migrates the databases, then uploads the code. */
const steps = (): Step[] => [
  { what: "check that PUBLIC_URL, MAIL_FROM and CONTACT_EMAIL are your own", run: async () => productionVars() },
  { what: `create missing D1 databases: ${databaseNames().join(", ")}`, run: createDatabases },
  { what: `create missing queues: ${queueNames().join(", ")}`, run: () => createMissing(["queues"], queueNames()) },
  {
    what: `create missing R2 buckets: ${bucketNames().join(", ")}`,
    run: () => createMissing(["r2", "bucket"], bucketNames()),
  },
  { what: `check that the secrets are set: ${readConfig().secrets.required.join(", ")}`, run: checkSecrets },
  { what: "build types, assets and the OpenAPI document", run: build },
  { what: "migrate control, a canary shard, then the other shards", run: migrateRemote },
  {
    what: "run wrangler deploy",
    run: async () => wrangler("deploy", "--config", await remoteConfig(productionVars())),
  },
];

const databaseNames = (): string[] => databases().map(({ name }) => name);

/** `wrangler d1 info` looks a name up in wrangler.toml first, so this compares with the account's list. */
async function createDatabases(): Promise<void> {
  const existing = (await listRemoteDatabases()).map(({ name }) => name);
  for (const name of databaseNames()) if (!existing.includes(name)) await wrangler("d1", "create", name);
}

const queueNames = (): string[] => {
  const { producers, consumers } = readConfig().queues;
  const dead = consumers.flatMap(({ dead_letter_queue: name }) => (name ? [name] : []));
  return [...new Set([...producers, ...consumers].map(({ queue }) => queue).concat(dead))];
};

const bucketNames = (): string[] => readConfig().r2_buckets.map(({ bucket_name }) => bucket_name);

/** Creates the queues or buckets that do not exist. */
async function createMissing(kind: readonly string[], names: readonly string[]): Promise<void> {
  for (const name of names) {
    const exists = await wrangler(...kind, "info", name).then(
      () => true,
      () => false, // after any other error, the creation fails too and reports it
    );
    if (!exists) await wrangler(...kind, "create", name);
  }
}

/** Checks that all secrets are set. Does not set them: the operator does, once. */
async function checkSecrets(): Promise<void> {
  const config = await remoteConfig();
  const listed = await wrangler("secret", "list", "--format", "json", "--config", config).catch(() => "[]"); // no Worker yet
  const set = new Set((JSON.parse(listed) as { name: string }[]).map(({ name }) => name));
  const missing = readConfig().secrets.required.filter((name) => !set.has(name));
  if (missing.length > 0)
    throw new Error(
      [
        "Set these secrets once, then deploy again (wrangler.toml describes their format):",
        ...missing.map((name) => `  npx wrangler secret put ${name} --config dist/wrangler.production.json`),
      ].join("\n"),
    );
}

const productionVars = () => ownVars(readConfig().vars, process.env);

async function deploy(): Promise<void> {
  for (const { what, run } of steps()) {
    console.log(`→ ${what}`);
    await run();
  }
}

/** Prints the steps and bundles the Worker, without any request to Cloudflare. */
async function plan(): Promise<void> {
  for (const { what } of steps()) console.log(`would: ${what}`);
  await build();
  await wrangler("deploy", "--dry-run", "--config", writeProductionConfig(new Map()));
  console.log("The bundle is built in dist/worker. Nothing was deployed.");
}

const { values } = readArguments(USAGE, { options: { "dry-run": { type: "boolean" } } });
await (values["dry-run"] ? plan() : deploy()).catch(fail);
