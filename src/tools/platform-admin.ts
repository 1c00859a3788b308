import { z } from "zod";
import { makeAdmin } from "#/domains/platform/actions/make-admin.ts";
import { Email } from "#/kernel/fields.ts";
import { toInstant } from "#/kernel/time.ts";
import { databases } from "./config.ts";
import { withLocalSql } from "./local-databases.ts";
import { fail, wrangler } from "./project.ts";
import { remoteConfig } from "./remote.ts";
import { misused, readArguments } from "./usage.ts";

const USAGE = `npm run platform-admin -- add EMAIL [--remote]       adds a platform administrator or sets a new password, and prints the password once
npm run platform-admin -- remove EMAIL [--remote]    removes a platform administrator and ends their sessions
npm run platform-admin -- list [--remote]            lists all platform administrators

Without --remote, uses the databases in .wrangler/state.`;

type Rows = Record<string, unknown>[];
/** Runs one statement on the control database. */
type Control = (sql: string) => Promise<Rows>;

const onThisMachine: Control = (sql) => withLocalSql((run) => run("CONTROL", sql));

const Answer = z.array(z.looseObject({ results: z.array(z.record(z.string(), z.unknown())) }));
const inProduction: Control = async (sql) => {
  const name = databases().find(({ binding }) => binding === "CONTROL")?.name ?? "";
  const config = await remoteConfig();
  const out = await wrangler("d1", "execute", name, "--config", config, "--remote", "--json", "--command", sql);
  return Answer.parse(JSON.parse(out)).flatMap(({ results }) => results);
};

/** A text as an SQL literal: `wrangler d1 execute` has no parameters. */
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Manages platform administrators. The API has no endpoint for this: it needs write access to the control database. */
async function platformAdmin(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { remote: { type: "boolean" } },
  });
  const [command, given] = positionals;
  const control = values.remote ? inProduction : onThisMachine;
  if (command === "list")
    return console.table(await control("select email, status, created_at from platform_admins order by email"));
  if (command !== "add" && command !== "remove")
    misused(USAGE, command ? `Unknown command: ${command}` : "The command is missing.");
  const email = Email.safeParse(given?.toLowerCase());
  if (!email.success) misused(USAGE, `This is not an e-mail address: ${given ?? ""}`);
  await (command === "add" ? add : remove)(control, email.data);
}

async function add(control: Control, address: string): Promise<void> {
  const { admin, password } = await makeAdmin(address, toInstant(Date.now()));
  const { id, email, passwordHash, status, createdAt } = admin;
  await control(
    `insert into platform_admins (id, email, password_hash, status, created_at)
     values (${[id, email, passwordHash, status, createdAt].map(text).join(", ")})
     on conflict (email) do update set password_hash = excluded.password_hash, status = 'active'`,
  );
  await endSessions(control, email);
  console.log(`${email} is a platform administrator. The password, shown only once:\n\n  ${password}\n`);
}

async function remove(control: Control, email: string): Promise<void> {
  const removed = await control(
    `update platform_admins set status = 'removed' where email = ${text(email)} and status = 'active' returning email`,
  );
  if (removed.length === 0) throw new Error(`There is no platform administrator ${email}.`);
  await endSessions(control, email);
  console.log(`${email} is no longer a platform administrator.`);
}

/** Ends all sessions of a platform administrator: they began with the old password. */
const endSessions = (control: Control, email: string): Promise<Rows> =>
  control(
    `update platform_sessions set ended_at = ${text(toInstant(Date.now()))}
     where ended_at is null and admin_id in (select id from platform_admins where email = ${text(email)})`,
  );

await platformAdmin().catch(fail);
