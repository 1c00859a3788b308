import { sealedFor } from "#/db/tenant/sealed.ts";
import { seal, unseal } from "#/kernel/seal.ts";

// Headers of the owner's own on each delivery: often a token that their gateway asks for.

type Env = { SEAL_KEY: string };
type Owner = { tenantId: string; id: number };
export type Headers = Record<string, string>;

const MOST = 10;
/** A token of RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,64}$/;
/** Characters of a header's value that pass every server; no blank at either end. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/;
/** What we send ourselves, what says how a message travels (RFC 9110 7.6.1), and what a platform adds or judges by. */
const OURS =
  /^(?:webhook-.*|svix-.*|content-.*|user-agent|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|date|via|forwarded|x-forwarded-.*|x-real-ip|proxy-.*|cf-.*|cdn-loop|sec-.*|cookie|set-cookie|accept-encoding|accept|origin|referer)$/;

/** What is wrong with headers, by their fields; undefined when they may be sent. */
export function headerProblems(headers: Headers): Record<string, string> | undefined {
  const names = Object.keys(headers);
  const lower = names.map((name) => name.toLowerCase());
  const problemOf = (name: string, i: number): string | undefined => {
    if (!NAME.test(name)) return "is not the name of a header";
    if (OURS.test(name.toLowerCase())) return "is set by us, or by how the request travels";
    if (lower.indexOf(name.toLowerCase()) !== i) return "is there twice";
    return VALUE.test(headers[name] ?? "")
      ? undefined
      : "must have 1 to 1024 printable ASCII characters, without a blank at either end";
  };
  const problems = names.flatMap((name, i) => {
    const problem = problemOf(name, i);
    return problem ? [[`headers.${name}`, problem] as const] : [];
  });
  if (names.length > MOST) return { headers: `must be at most ${MOST}` };
  return problems.length > 0 ? Object.fromEntries(problems) : undefined;
}

const place = ({ tenantId, id }: Owner) => sealedFor.webhookHeaders(tenantId, id);

/** The columns that keep headers. */
export async function sealHeaders(env: Env, owner: Owner, headers: Headers) {
  const headerNames = Object.keys(headers);
  const sealedHeaders = headerNames.length > 0 ? await seal(env, place(owner), JSON.stringify(headers)) : null;
  return { headerNames, sealedHeaders };
}

export const openHeaders = async (env: Env, target: Owner & { sealedHeaders: string | null }): Promise<Headers> =>
  target.sealedHeaders === null ? {} : (JSON.parse(await unseal(env, place(target), target.sealedHeaders)) as Headers);
