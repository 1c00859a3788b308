import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { newSecret, openSecret, sealSecret, signedHeaders } from "./signing.ts";

const env = { SEAL_KEY: Buffer.alloc(32, 1).toString("base64") };

it("signs the published vector of Standard Webhooks", async () => {
  const headers = await signedHeaders(
    { secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] },
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    toInstant(1_614_265_330_000),
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

it("signs what the npm package verifies, and one added space breaks it", async () => {
  const secret = newSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const headers = await signedHeaders({ secrets: [secret] }, "evt_1", toInstant(Date.now()), '{"a":1}');
  expect(new Webhook(secret).verify('{"a":1}', headers)).toEqual({ a: 1 });
  expect(() => new Webhook(secret).verify('{"a": 1}', headers)).toThrow("No matching signature");
});

it("keeps a secret sealed, and opens it for its own target only", async () => {
  const secret = newSecret();
  const sealedSecret = await sealSecret(env, { tenantId: "a", id: 1 }, secret);
  expect(sealedSecret).not.toContain(secret.slice(6));
  expect(await openSecret(env, { tenantId: "a", id: 1, sealedSecret })).toBe(secret);
  await expect(openSecret(env, { tenantId: "a", id: 2, sealedSecret })).rejects.toThrow();
  await expect(openSecret(env, { tenantId: "b", id: 1, sealedSecret })).rejects.toThrow();
});
