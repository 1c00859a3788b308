import { createHmac } from "node:crypto";

/** Variables and secrets of the Worker under test; the same ones sign the tokens that tests mint. */
export const testVars = {
  ENVIRONMENT: "development",
  LOG_REQUESTS: "on",
  WEBHOOK_ALLOW_LOOPBACK: "true",
  WEBHOOK_RETRY_SECONDS: "1,1,2,2",
};
export const testSecrets = {
  TOKEN_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  PASSWORD_PEPPER: "pepper of the tests",
  SEAL_KEY: Buffer.alloc(32, 9).toString("base64"),
};

/** What the Worker hashes in place of a password: made by another implementation. */
export const peppered = (password: string): string =>
  createHmac("sha256", testSecrets.PASSWORD_PEPPER).update(password.normalize("NFKC")).digest("base64");
