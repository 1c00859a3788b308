import { toBase64 } from "#/kernel/seal.ts";
import type { IncomingText, OutgoingText, TextAccount, TextReport, TextResult } from "./port.ts";

// https://www.twilio.com/docs/messaging/api/message-resource (sending and the reports), /docs/messaging/guides/webhook-request (what comes in),
// /docs/usage/security#validating-requests (signatures), /docs/api/errors (codes).

/** Time limit for one attempt. Must be shorter than the lease of a claim. */
const TIMEOUT_MS = 20_000;
/** The number has texted STOP to this sender. */
const OPTED_OUT = 21610;
/** Too many requests at once: nothing was taken. */
const BUSY = new Set([429, 503]);

type Env = { TWILIO_API_URL: string };

/** Hands a text to Twilio. Never throws. Twilio knows no idempotency key: where no answer comes the outcome is unknown, and must not be tried again. */
export async function sendByTwilio(
  { TWILIO_API_URL }: Env,
  { account, secret, sender }: TextAccount,
  { to, body }: OutgoingText,
  statusCallback: string,
): Promise<TextResult> {
  const url = `${TWILIO_API_URL}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`;
  const from: Record<string, string> = sender.startsWith("MG") ? { MessagingServiceSid: sender } : { From: sender };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${toBase64(new TextEncoder().encode(`${account}:${secret}`))}` },
      body: new URLSearchParams({ To: to, Body: body, StatusCallback: statusCallback, ...from }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return resultOf(response.status, await read(response));
  } catch {
    return { kind: "unknown", error: "no_answer" }; // it may have got there
  }
}

type Answer = { sid?: unknown; code?: unknown };
const read = async (response: Response): Promise<Answer> => {
  const answer: unknown = await response.json().catch(() => null);
  return typeof answer === "object" && answer !== null ? answer : {};
};

function resultOf(status: number, { sid, code }: Answer): TextResult {
  const error = typeof code === "number" ? String(code) : `http_${status}`;
  if (status >= 200 && status < 300)
    return typeof sid === "string" ? { kind: "sent", reference: sid } : { kind: "unknown", error: "no_sid" };
  if (code === OPTED_OUT) return { kind: "stopped", error };
  if (BUSY.has(status)) return { kind: "failed", error };
  return status >= 400 && status < 500 ? { kind: "refused", error } : { kind: "unknown", error };
}

/** Whether a webhook is Twilio's own: HMAC-SHA1 of the address that it calls and of the parameters, sorted by name. */
export async function isOfTwilio(
  secret: string,
  url: string,
  form: URLSearchParams,
  signature: string,
): Promise<boolean> {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  // a parameter that comes twice counts once for each of its values, in their order
  const names = [...new Set(form.keys())].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const values = (name: string) => [...new Set(form.getAll(name))].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const signed =
    url +
    names
      .map((name) =>
        values(name)
          .map((value) => name + value)
          .join(""),
      )
      .join("");
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const imported = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["verify"]);
  const given = bytesOf(signature);
  return given !== undefined && (await crypto.subtle.verify("HMAC", imported, given, utf8(signed)));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const statuses: Record<string, TextReport["status"]> = {
  sent: "sent",
  delivered: "delivered",
  read: "opened",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
};

/** What a status callback says; undefined for steps before the carrier has it, and for what is not a callback. */
export function readReport(form: URLSearchParams): TextReport | undefined {
  const reference = form.get("MessageSid") ?? form.get("SmsSid");
  const status = statuses[form.get("MessageStatus") ?? form.get("SmsStatus") ?? ""];
  return reference && status ? { reference, status, error: form.get("ErrorCode") || null } : undefined;
}

/** The text that has come in; undefined for what is none. */
export function readText(form: URLSearchParams): IncomingText | undefined {
  const [reference, from, to] = ["MessageSid", "From", "To"].map((name) => form.get(name));
  if (!reference || !from || !to) return undefined;
  return {
    ...{ reference, from, to },
    body: (form.get("Body") ?? "").slice(0, 10_000),
    media: Number(form.get("NumMedia") ?? 0) || 0,
    isAnswered: form.has("OptOutType"),
  };
}
