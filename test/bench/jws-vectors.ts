import { readFileSync } from "node:fs";
import type { JWK } from "jose";
import { headerOf, judgeIdToken } from "#/integrations/identity-providers/id-token.ts";
import { keyCache } from "#/integrations/identity-providers/key-cache.ts";
import type { IdTokenProblem } from "#/integrations/identity-providers/port.ts";
import { readStaffToken } from "#/kernel/tokens.ts";

// Runs Wycheproof's JSON Web Signature vectors against both token checks: `node test/bench/jws-vectors.ts [file]`. Their payloads contain
// no claims, so a vector counts as "let through" if the check reaches the claims: then it has accepted the signature.

type Vector = { tcId: number; comment: string; jws: string; result: "valid" | "invalid" };
type Group = { comment: string; private?: JWK; public?: JWK; tests: Vector[] };

const FILE = process.argv[2] ?? "../shared/data/security/json_web_signature_test.json";
const { testGroups } = JSON.parse(readFileSync(FILE, "utf8")) as { testGroups: Group[] };

const unsigned: readonly IdTokenProblem[] = ["malformed", "algorithm", "unknown_key", "signature", "type"];

/** The verdict of the id_token check for a vector, with its key as the provider's published key. */
async function idTokenVerdict(key: JWK, jws: string): Promise<IdTokenProblem | "proved"> {
  const header = headerOf(jws);
  if ("problem" in header) return header.problem;
  const keySet = await keyCache({ fetchKeys: async () => ({ keys: [key] }) }).get("", header.kid, () => undefined);
  if (!keySet) return "unknown_key";
  const settings = {
    clientIds: ["app"] as [string],
    issuers: ["https://issuer.example"] as [string],
    jwksUrl: "",
    authorizeUrl: "",
  };
  const verdict = await judgeIdToken(jws, { provider: "google", settings, keySet, kid: header.kid });
  return verdict.kind === "refused" ? verdict.problem : "proved";
}

const counts = { invalid: 0, valid: 0, invalidLetThrough: 0, validLetThrough: 0, validAllowed: 0, accessAccepted: 0 };
const verdicts: Record<string, number> = {};
const suspicious: string[] = [];
for (const group of testGroups) {
  const key = group.public ?? group.private;
  if (!key) continue;
  const isAllowed = key.alg === "RS256" || key.alg === "ES256";
  for (const { tcId, comment, jws, result } of group.tests) {
    const verdict = await idTokenVerdict(key, jws);
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    const through = !unsigned.includes(verdict as IdTokenProblem);
    counts[result]++;
    if (result === "valid" && isAllowed) counts.validAllowed++;
    if (result === "valid" && through) counts.validLetThrough++;
    if (result === "valid" && isAllowed && !through) suspicious.push(`${tcId} ${comment}: valid, but ${verdict}`);
    if (result === "invalid" && through) {
      counts.invalidLetThrough++;
      suspicious.push(`${tcId} ${comment}: invalid, but its signature passed`);
    }
    // the check of access tokens: HS256 with the vector's key in TOKEN_KEYS
    const secret = Buffer.from(key.k ?? "", "base64url");
    const TOKEN_KEYS = `${key.kid ?? "none"}:${Buffer.concat([secret, Buffer.alloc(32)])
      .subarray(0, Math.max(32, secret.length))
      .toString("base64")}`;
    if (await readStaffToken({ TOKEN_KEYS }, jws)) counts.accessAccepted++;
  }
}
console.log(counts);
console.log("id_token check:", verdicts);
for (const line of suspicious) console.log(line);
process.exitCode = counts.accessAccepted + counts.invalidLetThrough > 0 ? 1 : 0;
