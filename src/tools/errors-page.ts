import { type ErrorKind, errorKinds } from "#/kernel/errors.ts";
import { table } from "./markdown.ts";
import { meanings } from "./openapi-reasons.ts";
import { allReasons } from "./reasons.ts";

/** The page `/docs/errors` as Markdown: every refusal that the code makes, by reason, with its status and what it says. */
export function errorsPage(): string {
  const codes = (Object.keys(errorKinds) as ErrorKind[]).map((kind) => [
    errorKinds[kind].status,
    `\`${errorKinds[kind].code}\``,
    meanings[kind],
  ]);
  const reasons = allReasons().map(({ reason, kind, message }) => [`\`${reason}\``, errorKinds[kind].status, message]);
  return `# Refusals

A refusal is \`{ "ok": false, "error": { code, message, reason, fields, request_id } }\`. Programs decide by \`reason\`, which is stable.
\`message\` says to people what is wrong and what to do, and may change. \`fields\` names each wrong field. Quote \`request_id\` when you ask us.

## Codes

${table(["Status", "Code", "Meaning"], codes)}

## Reasons

Words in braces stand for what differs from case to case.

${table(["Reason", "Status", "Message"], reasons)}
`;
}
