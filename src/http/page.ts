import { AppError, errorKinds } from "#/kernel/errors.ts";

/** Whether a page is wanted: people get refusals as pages too, programs as everywhere. */
export const wantsPage = ({ headers }: Request): boolean => (headers.get("accept") ?? "").includes("text/html");

/** A nonce for the inline style of a page. */
export const newNonce = (): string => crypto.randomUUID();

/**
 * An HTML page for people without an account: nobody stores it, frames it, or learns of it from a link on it; its forms go to us, or on to the
 * checkout of the payment provider.
 */
export const pageResponse = (page: string, nonce: string, status = 200): Response =>
  new Response(page, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self' https://checkout.stripe.com; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-robots-tag": "noindex",
    },
  });

/** Answers a page for a person; a refusal is a page too, which `refused` writes. Programs get refusals as everywhere. */
export async function answerPage(
  request: Request,
  work: (nonce: string) => Promise<Response>,
  refused: (error: AppError, nonce: string) => Promise<string>,
): Promise<Response> {
  const nonce = newNonce();
  try {
    return await work(nonce);
  } catch (error) {
    if (!(error instanceof AppError) || !wantsPage(request)) throw error;
    return pageResponse(await refused(error, nonce), nonce, errorKinds[error.kind].status);
  }
}
