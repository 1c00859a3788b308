import type { Context } from "hono";
import type { ReferrerCtx } from "#/ctx.ts";
import { controlDb } from "#/db/control/client.ts";
import { findReferralKey, isUseNews, noteReferralKeyUse } from "#/db/control/referral-keys.ts";
import { isReferralKey } from "#/kernel/api-keys.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { sha256 } from "#/kernel/secrets.ts";
import type { AppEnv } from "./context.ts";
import { limitReferrer } from "./rate-limit.ts";

/** As the TradeEngage document calls it, though it is a key and signs nothing. */
export const KEY_HEADER = "X-TradeEngage-Signature";
const asksForKey = { headers: { "WWW-Authenticate": `ApiKey header="${KEY_HEADER}"` } };

/** Enters by a referrer's key: one trip to the control database, and none for what cannot be a key. */
export async function enterByReferralKey(c: Context<AppEnv>): Promise<ReferrerCtx> {
  const open = c.get("open");
  const text = c.req.header(KEY_HEADER.toLowerCase());
  if (!text)
    throw new AppError(
      "unauthorized",
      "auth.missing_referral_key",
      "Send your key in the header X-TradeEngage-Signature.",
      asksForKey,
    );
  const found = (await isReferralKey(text)) ? await findReferralKey(open, await sha256(text)) : undefined;
  if (!found)
    throw new AppError(
      "unauthorized",
      "auth.invalid_referral_key",
      "This key is unknown or was revoked. A platform administrator can give you a new one.",
      asksForKey,
    );
  c.set("isKnown", true);
  await limitReferrer(c, found.keyId);
  const { lastUsedAt, ...referrer } = found;
  if (isUseNews(open, lastUsedAt)) noteUse(c, referrer.keyId);
  return { ...open, referrer };
}

/** Behind the answer: it does not wait for the note, and does not cost it. */
function noteUse(c: Context<AppEnv>, keyId: string): void {
  const open = c.get("open");
  open.afterAnswer(() =>
    noteReferralKeyUse(controlDb(c.env.CONTROL), open, keyId)
      .run()
      .catch((error: unknown) =>
        log("warn", "the use of a referral key was not noted", { key: keyId, error: errorText(error) }),
      ),
  );
}
