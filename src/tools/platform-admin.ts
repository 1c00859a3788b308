import { makeAdmin } from "#/domains/platform/actions/make-admin.ts";
import { Email } from "#/kernel/fields.ts";
import { toInstant } from "#/kernel/time.ts";
import { runOnControl, text } from "./control.ts";
import { fail } from "./project.ts";

const USAGE = `npm run platform-admin -- add EMAIL [--remote]       makes one, or gives one a new password, and shows it this once
npm run platform-admin -- remove EMAIL [--remote]    ends his sessions too
npm run platform-admin -- list [--remote]

Without --remote: the databases in .wrangler/state.`;

/** Who runs the platform is not made over the network: only who may write to the control database anyway can make one. */
async function platformAdmin([command, ...rest]: string[]): Promise<void> {
  const remote = rest.includes("--remote");
  const [given] = rest.filter((argument) => argument !== "--remote");
  if (command === "list") {
    const rows = await runOnControl(remote, "select email, status, created_at from platform_admins order by email");
    console.table(rows);
    return;
  }
  const email = Email.safeParse(given?.toLowerCase());
  if (!email.success || (command !== "add" && command !== "remove")) throw new Error(USAGE);
  if (command === "add") await add(email.data, remote);
  else await remove(email.data, remote);
}

/** A new password, or none any more: whoever came in by the old one is out. */
const endSessions = (email: string, remote: boolean) =>
  runOnControl(
    remote,
    `update platform_sessions set ended_at = ${text(toInstant(Date.now()))}
     where ended_at is null and admin_id in (select id from platform_admins where email = ${text(email)})`,
  );

async function add(address: string, remote: boolean): Promise<void> {
  const { admin, password } = await makeAdmin(address, toInstant(Date.now()));
  const { id, email, passwordHash, status, createdAt } = admin;
  await runOnControl(
    remote,
    `insert into platform_admins (id, email, password_hash, status, created_at)
     values (${[id, email, passwordHash, status, createdAt].map(text).join(", ")})
     on conflict (email) do update set password_hash = excluded.password_hash, status = 'active'`,
  );
  await endSessions(email, remote);
  console.log(`${email} is a platform administrator. His password, which is shown this once:\n\n  ${password}\n`);
}

async function remove(email: string, remote: boolean): Promise<void> {
  const removed = await runOnControl(
    remote,
    `update platform_admins set status = 'removed' where email = ${text(email)} and status = 'active' returning email`,
  );
  if (removed.length === 0) throw new Error(`There is no platform administrator ${email}.`);
  await endSessions(email, remote);
  console.log(`${email} is no platform administrator any more.`);
}

await platformAdmin(process.argv.slice(2)).catch(fail);
