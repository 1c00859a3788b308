import type { OutgoingMail, SendResult } from "./port.ts";

/** Time limit for one attempt. Must be shorter than the lease of a claim. */
const TIMEOUT_MS = 20_000;

/** Permanent errors of Cloudflare Email Service: another attempt with the same mail fails too. */
const FINAL =
  /^E_(VALIDATION_ERROR|FIELD_MISSING|RECIPIENT_NOT_ALLOWED|TOO_MANY_RECIPIENTS|CONTENT_TOO_LARGE|HEADER\w+)$/;

/** Sends a mail through the `send_email` binding. Never throws. After a lost response the result is `failed`, so the mail may arrive twice. */
export async function sendByEmailService(
  env: Pick<Cloudflare.Env, "EMAIL" | "MAIL_FROM">,
  { to, fromName, replyTo, headers, subject, text, html }: OutgoingMail,
): Promise<SendResult> {
  const from = { name: fromName, email: env.MAIL_FROM };
  try {
    const more = { ...(replyTo && { replyTo }), ...(headers && { headers }) };
    await within(TIMEOUT_MS, env.EMAIL.send({ to, from, subject, text, html, ...more }));
    return { kind: "sent" };
  } catch (error) {
    return resultOf(codeOf(error));
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no answer"), { code: "E_TIMEOUT" })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E_[A-Z_]{1,60}$/.test(code) ? code : "E_UNKNOWN";
}

function resultOf(error: string): SendResult {
  if (error === "E_RECIPIENT_SUPPRESSED") return { kind: "suppressed", error };
  return { kind: FINAL.test(error) ? "refused" : "failed", error };
}
