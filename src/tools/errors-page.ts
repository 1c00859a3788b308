import { errorKinds } from "#/kernel/errors.ts";
import { meanings } from "./openapi-reasons.ts";
import { allReasons } from "./reasons.ts";

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** The page `/docs/errors`: every refusal that the code makes, by reason, with its status and what it says. */
export function errorsPage(): string {
  const reasons = allReasons().map(({ reason, kind, message }) => {
    const { status } = errorKinds[kind];
    return `<tr id="${reason}-${status}">
            <td><code>${reason}</code></td>
            <td>${status}</td>
            <td>${escaped(message)}</td>
          </tr>`;
  });
  const kinds = Object.entries(errorKinds).map(
    ([kind, { status, code }]) => `<tr>
            <td>${status}</td>
            <td><code>${code}</code></td>
            <td>${escaped(meanings[kind as keyof typeof errorKinds])}</td>
          </tr>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Refusals · Truckroll</title>
    <link rel="icon" type="image/svg+xml" href="/icon.svg" />
    <link rel="stylesheet" href="/style.css" />
    <link rel="stylesheet" href="/home.css" />
    <link rel="stylesheet" href="/docs/docs.css" />
  </head>
  <body>
    <main>
      <header>
        <a href="/"><img src="/icon.svg" alt="Truckroll" /></a>
        <h1>Refusals</h1>
      </header>
      <p class="lead muted">
        A refusal is <code>{ "ok": false, "error": { code, message, reason, fields, request_id } }</code>. Programs decide by
        <code>reason</code>, which is stable; <code>message</code> says to people what is wrong and what to do, and may change.
        <code>fields</code> names each wrong field. Quote <code>request_id</code> when you ask us.
      </p>
      <section aria-labelledby="codes">
        <h2 id="codes">Codes</h2>
        <div class="panel scroll" tabindex="0" role="region" aria-labelledby="codes"><table>
          <thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th></tr></thead>
          <tbody>${kinds.join("")}</tbody>
        </table></div>
      </section>
      <section aria-labelledby="reasons">
        <h2 id="reasons">Reasons</h2>
        <div class="panel scroll" tabindex="0" role="region" aria-labelledby="reasons"><table>
          <thead><tr><th scope="col">Reason</th><th scope="col">Status</th><th scope="col">Message</th></tr></thead>
          <tbody>${reasons.join("")}</tbody>
        </table></div>
      </section>
    </main>
  </body>
</html>
`;
}
