import { build } from "./build.ts";
import { databases, readConfig } from "./config.ts";
import { migrateRemote } from "./migrate.ts";
import { fail, wrangler } from "./project.ts";
import { listRemoteDatabases, remoteConfig, writeProductionConfig } from "./remote.ts";

type Step = { what: string; run: () => Promise<unknown> };

/** `npm run deploy`: what the account lacks is made, then the databases are migrated, then the code goes out. */
const steps = (): Step[] => [
  {
    what: `D1 databases, unless they exist: ${databases()
      .map((one) => one.name)
      .join(", ")}`,
    run: createDatabases,
  },
  { what: `queues, unless they exist: ${queueNames().join(", ")}`, run: createQueues },
  { what: `R2 buckets, unless they exist: ${bucketNames().join(", ")}`, run: createBuckets },
  { what: `secrets, that they are set: ${readConfig().secrets.required.join(", ")}`, run: checkSecrets },
  { what: "build of types, assets and the OpenAPI document", run: build },
  { what: "migrations: control, a canary shard, the other shards", run: migrateRemote },
  { what: "wrangler deploy", run: async () => wrangler("deploy", "--config", await remoteConfig(), ...ownAddresses()) },
];

async function createDatabases(): Promise<void> {
  const existing = new Set((await listRemoteDatabases()).map(({ name }) => name));
  for (const { name } of databases().filter((one) => !existing.has(one.name))) await wrangler("d1", "create", name);
}

const queueNames = (): string[] => {
  const { producers, consumers } = readConfig().queues;
  const dead = consumers.flatMap(({ dead_letter_queue: name }) => (name ? [name] : []));
  return [...new Set([...producers, ...consumers].map(({ queue }) => queue).concat(dead))];
};

async function createQueues(): Promise<void> {
  for (const name of queueNames()) {
    const exists = await wrangler("queues", "info", name).then(
      () => true,
      () => false, // if it was something else than its absence, creating it says so
    );
    if (!exists) await wrangler("queues", "create", name);
  }
}

const bucketNames = (): string[] => readConfig().r2_buckets.map(({ bucket_name }) => bucket_name);

async function createBuckets(): Promise<void> {
  for (const name of bucketNames()) {
    const exists = await wrangler("r2", "bucket", "info", name).then(
      () => true,
      () => false, // as for queues
    );
    if (!exists) await wrangler("r2", "bucket", "create", name);
  }
}

/** Secrets are never written here: whoever deploys sets them once. */
async function checkSecrets(): Promise<void> {
  const config = await remoteConfig();
  const listed = await wrangler("secret", "list", "--format", "json", "--config", config).catch(() => "[]"); // no Worker yet
  const set = new Set((JSON.parse(listed) as { name: string }[]).map(({ name }) => name));
  const missing = readConfig().secrets.required.filter((name) => !set.has(name));
  if (missing.length > 0)
    throw new Error(
      ["Set these secrets once, then deploy again (wrangler.toml tells their form):"]
        .concat(missing.map((name) => `  npx wrangler secret put ${name} --config dist/wrangler.production.json`))
        .join("\n"),
    );
}

/** Where the API is reached, and who its mails come from; wrangler.toml holds examples. */
const ownAddresses = (): string[] =>
  ["PUBLIC_URL", "MAIL_FROM"].flatMap((name) => {
    const value = process.env[name];
    return value ? ["--var", `${name}:${value}`] : [];
  });

async function deploy(): Promise<void> {
  for (const { what, run } of steps()) {
    console.log(`→ ${what}`);
    await run();
  }
}

/** Tells the plan, and has wrangler bundle what would go out; asks nothing of any account. */
async function plan(): Promise<void> {
  for (const { what } of steps()) console.log(`would: ${what}`);
  await build();
  await wrangler("deploy", "--dry-run", "--outdir", "dist/worker", "--config", writeProductionConfig(new Map()));
  console.log("The Worker bundles. Nothing was sent.");
}

await (process.argv.includes("--dry-run") ? plan() : deploy()).catch(fail);
