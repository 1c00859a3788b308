import { clockNow } from "#/kernel/clock.ts";
import type { OutgoingText } from "./port.ts";

// On a developer's machine no text is delivered. Texts are stored here, with what is answered to them, and the page /messages shows them.

const PREFIX = "dev-messages/";
const MAX_SHOWN = 50;
/** R2 lists objects by name: names that count down list the newest text first. */
const COUNT_FROM = 10 ** 14;

type Files = Pick<Cloudflare.Env, "FILES">;
/** `in` is an answer, from the customer to the business. */
type KeptText = OutgoingText & { direction: "out" | "in"; at: string; business: string; tenant: string };

export async function keepText(
  { FILES }: Files,
  text: OutgoingText,
  about: Pick<KeptText, "business" | "tenant" | "direction">,
) {
  const kept: KeptText = { ...text, ...about, at: clockNow() };
  await FILES.put(`${PREFIX}${COUNT_FROM - Date.now()}-${about.tenant}-${text.id}`, JSON.stringify(kept), {
    customMetadata: { to: text.to },
  });
}

/** The 50 newest texts, newest first. `to` limits them to those sent to one number. */
export async function keptTexts({ FILES }: Files, to: string | undefined): Promise<KeptText[]> {
  const { objects } = await FILES.list({ prefix: PREFIX, limit: 1000, include: ["customMetadata"] });
  const wanted = objects.filter(({ customMetadata }) => to === undefined || customMetadata?.to === to);
  const bodies = await Promise.all(wanted.slice(0, MAX_SHOWN).map(({ key }) => FILES.get(key)));
  return await Promise.all(bodies.flatMap((body) => (body ? [body.json<KeptText>()] : [])));
}
