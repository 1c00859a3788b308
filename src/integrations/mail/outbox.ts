import { clockNow } from "#/kernel/clock.ts";
import type { OutgoingMail } from "./port.ts";

// On a developer's machine no mail is delivered. Mails are stored here, and the page /mails shows them.

const PREFIX = "dev-mails/";
const MAX_SHOWN = 50;
/** R2 lists objects by name: names that count down list the newest mail first. */
const COUNT_FROM = 10 ** 14;

type Files = Pick<Cloudflare.Env, "FILES">;
type KeptMail = OutgoingMail & { at: string };

export async function keepMail({ FILES }: Files, mail: OutgoingMail): Promise<void> {
  const now = Date.now();
  const kept: KeptMail = { ...mail, at: clockNow() };
  await FILES.put(`${PREFIX}${COUNT_FROM - now}-${mail.id}`, JSON.stringify(kept), { customMetadata: { to: mail.to } });
}

/** The 50 newest mails, newest first. `to` limits them to one address. */
export async function keptMails({ FILES }: Files, to: string | undefined): Promise<KeptMail[]> {
  const { objects } = await FILES.list({ prefix: PREFIX, limit: 1000, include: ["customMetadata"] });
  const wanted = objects.filter(({ customMetadata }) => to === undefined || customMetadata?.to === to);
  const bodies = await Promise.all(wanted.slice(0, MAX_SHOWN).map(({ key }) => FILES.get(key)));
  return await Promise.all(bodies.flatMap((body) => (body ? [body.json<KeptMail>()] : [])));
}
