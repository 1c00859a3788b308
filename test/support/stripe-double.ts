import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type Stripe from "stripe";

/** What the double was asked: the path, the form's fields and the headers that matter. */
export type Asked = {
  path: string;
  form: Record<string, string>;
  secret: string;
  idempotencyKey: string;
  version: string;
};

type Answer = { status: number; body: object };
const refusal = (status: number, type: string, code?: string): Answer => ({
  status,
  body: { error: { type, code, message: "" } },
});
export const refusals = {
  badKey: refusal(401, "invalid_request_error"),
  badAmount: refusal(400, "invalid_request_error", "amount_too_small"),
  tooMany: refusal(429, "rate_limit_error"),
  broken: refusal(500, "api_error"),
};

/** Stripe's API as it is published, as far as payments of invoices need it. `next` answers once in its place; `hangUp` closes the next connection. */
export async function openStripe() {
  const asked: Asked[] = [];
  const byKey = new Map<string, Answer>();
  let next: Answer | undefined;
  let hangsUp = false;
  const made = (path: string, form: Record<string, string>): Answer => {
    if (path === "/v1/checkout/sessions") {
      const session: Pick<Stripe.Checkout.Session, "id" | "object" | "url" | "mode"> = {
        ...{ id: `cs_test_${byKey.size}`, object: "checkout.session", mode: "payment" },
        url: `https://checkout.stripe.com/c/pay/cs_test_${byKey.size}`,
      };
      return { status: 200, body: session };
    }
    const intent: Pick<Stripe.PaymentIntent, "id" | "object" | "client_secret" | "amount"> = {
      ...{ id: `pi_${byKey.size}`, object: "payment_intent", client_secret: `pi_${byKey.size}_secret_x` },
      amount: Number(form.amount),
    };
    return { status: 200, body: intent };
  };
  const http = createServer((req, res) => {
    void text(req).then((body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      const header = (name: string) => String(req.headers[name] ?? "");
      const idempotencyKey = header("idempotency-key");
      const path = req.url ?? "";
      const secret = header("authorization").replace("Bearer ", "");
      asked.push({ path, form, secret, idempotencyKey, version: header("stripe-version") });
      const answer = next ?? byKey.get(idempotencyKey) ?? made(path, form);
      if (next === undefined) byKey.set(idempotencyKey, answer);
      next = undefined;
      if (hangsUp) {
        hangsUp = false;
        req.socket.destroy();
        return;
      }
      res.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    /** How many payments it has made. */
    made: () => byKey.size,
    answerNext: (answer: Answer) => {
      next = answer;
    },
    hangUpNext: () => {
      hangsUp = true;
    },
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}
