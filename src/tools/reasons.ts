import { readFileSync } from "node:fs";
import { budgets } from "#/http/rate-limit.ts";
import { type ErrorKind, errorKinds } from "#/kernel/errors.ts";
import { filesBelow, inProject } from "./project.ts";

// Every refusal that the code can make, read off the places that make them, so that no list of them can go stale: the first three arguments
// of each `new AppError(kind, reason, message)`.

export type Reason = { reason: string; kind: ErrorKind; message: string };

const TEXT = String.raw`"(?:[^"\\]|\\.)*"|${"`"}(?:[^${"`"}\\]|\\.)*${"`"}`;
const MADE = new RegExp(String.raw`new AppError\(\s*"(\w+)",\s*"([\w.]+)",\s*(${TEXT})`, "g");
/** Things of which the shared factories say that they are not there, or have changed meanwhile. */
const NAMED =
  /\b(?:(?:resource|notFound|changedMeanwhile|assertVersion|mustBeCurrent)\((?:\w+,\s*)?|const ENTITY = )"(\w+)"/g;

/** Reasons whose kind or text is computed. The tests of the document hold this list, like all others, to what the tests meet. */
const computed: Reason[] = [
  { kind: "bad_request", reason: "request.invalid", message: "{field}: {what is wrong with it}" },
  { kind: "invalid", reason: "request.invalid", message: "{field}: {what is wrong with it}" },
  { kind: "bad_request", reason: "request.malformed_json", message: "The body is not valid JSON." },
  {
    kind: "unauthorized",
    reason: "auth.invalid_token",
    message: "The access token is invalid or has expired. Refresh it or sign in again.",
  },
  {
    kind: "precondition_failed",
    reason: "request.bad_if_match",
    message: 'If-Match must be `*` or ETags of earlier answers, like "3" or "3", "4".',
  },
  {
    kind: "precondition_failed",
    reason: "request.bad_if_none_match",
    message: 'If-None-Match must be `*` or ETags of earlier answers, like "3" or "3", "4".',
  },
  {
    kind: "internal",
    reason: "internal",
    message: "Something went wrong on our side. The request id helps us to find it.",
  },
  ...Object.values(budgets).map(({ name, whose }) => ({
    kind: "rate_limited" as const,
    reason: `rate_limit.${name}`,
    message: `Too many requests from this ${whose}. Wait for Retry-After seconds.`,
  })),
  {
    kind: "unauthorized",
    reason: "mfa.wrong_code",
    message: "The code is wrong. Type the one that your authenticator app shows now.",
  },
  {
    kind: "forbidden",
    reason: "mfa.locked",
    message: "100 wrong codes in a row: no code is accepted until you open the link that we have mailed to you.",
  },
];

/** No caller meets these: one worker finds that another was faster, or has nothing to do. */
const inside = new Set([
  ...["auth.nothing_to_tell", "auth.token_used_meanwhile", "auth.too_many_links", "daily.overtaken"],
  ...["reactions.overtaken", "webhook.relay_overtaken"],
]);

const ofThing = (thing: string): Reason[] => {
  const words = thing.replaceAll("_", " ");
  return [
    { kind: "not_found", reason: `${thing}.not_found`, message: `There is no ${words} {id}.` },
    {
      kind: "precondition_failed",
      reason: `${thing}.version_mismatch`,
      message: `The version of the ${words} {id} is not what If-Match or If-None-Match asks for. Read it again.`,
    },
    {
      kind: "conflict",
      reason: `${thing}.changed_meanwhile`,
      message: `Another request changed the ${words} {id} at the same time. Read it again and retry.`,
    },
  ];
};

/** `Item ${id} is no longer sold.` in the source -> Item {id} is no longer sold. */
const readable = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (place) => `{${/(\w+)\W*$/.exec(place)?.[1] ?? "..."}}`)
    .replaceAll("\\", "");

let known: Reason[] | undefined;

/** Every refusal, by reason; one reason may be of two kinds. */
export function allReasons(): Reason[] {
  known ??= readReasons();
  return known;
}

function readReasons(): Reason[] {
  const root = inProject("src");
  const sources = filesBelow(root)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith("tools/"))
    .map((path) => readFileSync(inProject(`src/${path}`), "utf8"));
  const made = sources.flatMap((source) =>
    [...source.matchAll(MADE)].map(([, kind = "", reason = "", text = ""]): Reason => {
      if (!(kind in errorKinds)) throw new Error(`No such kind of error: ${kind}`);
      return { kind: kind as ErrorKind, reason, message: readable(text) }; // safe: just checked
    }),
  );
  const things = sources.flatMap((source) => [...source.matchAll(NAMED)].map(([, thing = ""]) => thing));
  const all = [...made, ...computed, ...[...new Set(things)].flatMap(ofThing)];
  const byKey = new Map(
    all
      .filter(({ kind, reason }) => (kind !== "internal" || reason === "internal") && !inside.has(reason))
      .map((one) => [`${one.reason} ${one.kind}`, one]),
  );
  return [...byKey.values()].toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
}
