import type { Ctx } from "#/ctx.ts";
import { type Brand, brandOf, documentMain, moneyIn, publicPage, type ViewOption } from "#/domains/documents/index.ts";
import { type Html, html } from "#/kernel/html.ts";
import { localDateOf } from "#/kernel/time.ts";
import { type Agreed, agreedOn } from "./content.ts";
import type { Opened } from "./online.ts";
import { isAgreed, isWaiting, optionalLinesOf, standingOf } from "./rules.ts";
import type { Acceptance, Estimate } from "./tables.ts";
import { estimateView } from "./view.ts";

// The page on which a customer answers. It works without a script: what is chosen is in the address, so the server can say what it comes to before
// anything is accepted; only the two forms at its end change anything.

/** What the customer has picked so far. */
export type Picked = { option?: string | undefined; lines: readonly number[] };
type Told = { text: string; tone: "good" | "bad" };

/** The page of an estimate, as it stands today. `told` is what went wrong with the answer that was just sent. */
export function estimatePage(ctx: Ctx, opened: Opened, picked: Picked, nonce: string, told?: Told): string {
  const { estimate, organization, acceptance, token } = opened;
  const brand = brandOf(ctx, organization);
  const standing = standingOf(estimate, localDateOf(ctx.now, ctx.tenant.timezone));
  const isOpen = isWaiting(standing);
  const chosen = isOpen ? chosenOf(estimate, picked) : undefined;
  const view = estimateView(ctx, estimate, { organization, acceptance, chosen, bare: isOpen });
  const path = `/e/${token}`;
  const main = documentMain(view, {
    notice: html`${told && noticeOf(told)}${standingNotice(estimate, standing, brand)}`,
    ...(isOpen && { choice: (option: ViewOption) => choiceOf(estimate, path, option, chosen) }),
    actions: html`${isOpen && answerForms(estimate, path, chosen)}
${acceptance && signatureOf(acceptance)}
<p class="download"><a href="${path}/pdf">Download as PDF</a></p>`,
  });
  const title = `Estimate ${estimate.number ?? ""}`.trim();
  return publicPage({ title, brand, nonce, main, scripts: isOpen ? ["/estimate.js"] : [], styles: ["/estimate.css"] });
}

/** What the customer has picked, where that is offered. Without a word of them an only offer is picked. */
function chosenOf({ content }: Estimate, { option, lines }: Picked): Agreed | undefined {
  const isKnown = content.options.some(({ id }) => id === option);
  const [only] = content.options;
  const meant = isKnown
    ? content.options.find(({ id }) => id === option)
    : content.options.length === 1
      ? only
      : undefined;
  if (!meant) return undefined;
  const optional = optionalLinesOf(meant.line_items.map((line) => ({ isOptional: line.optional === true })));
  return agreedOn(content, { option: meant.id, optionalLines: lines.filter((one) => optional.includes(one)) });
}

const noticeOf = ({ text, tone }: Told): Html => html`<p class="notice ${tone}" role="alert">${text}</p>`;

function standingNotice({ content }: Estimate, standing: Estimate["status"], { name }: Brand): Html | undefined {
  if (isAgreed(standing))
    return noticeOf({ text: `You have accepted this estimate. Thank you! ${name} will be in touch.`, tone: "good" });
  if (standing === "declined")
    return noticeOf({ text: `You have declined this estimate. ${name} has been told.`, tone: "bad" });
  if (standing === "expired")
    return noticeOf({
      text: `This estimate has expired and can no longer be accepted. Ask ${name} for a new one.`,
      tone: "bad",
    });
  return content.options.length > 1
    ? html`<p class="notice">Choose one of the ${content.options.length} options, then accept it at the end of the page.</p>`
    : undefined;
}

const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** Of an option: a button that chooses it, and the lines that can be added to the one that is chosen. */
function choiceOf(
  { content }: Estimate,
  path: string,
  { id }: ViewOption,
  chosen: Agreed | undefined,
): Html | undefined {
  const option = content.options.find((one) => one.id === id);
  if (!option) return undefined;
  const name = option.name ?? "";
  if (chosen?.option.id !== id)
    return html`<form class="choose" method="get" action="${path}#option-${id}">${hidden("option", id)}<button class="quiet">Choose ${name}</button></form>`;
  const money = moneyIn(content.currency);
  const extras = option.line_items.flatMap((line, i) => (line.optional ? [{ line, n: i + 1 }] : []));
  if (extras.length === 0) return undefined;
  return html`<form class="extras" method="get" action="${path}#option-${id}">${hidden("option", id)}
<fieldset><legend>You can add</legend>
${extras.map(
  ({ line, n }) =>
    html`<label><input type="checkbox" name="with" value="${n}"${
      chosen.optionalLines.includes(n) && html` checked`
    }> <span>${line.description}</span> <span class="price">+ ${money(line.line_total_cents)}</span></label>`,
)}
</fieldset><button class="quiet">Update the total</button></form>`;
}

function answerForms({ content, terms }: Estimate, path: string, chosen: Agreed | undefined): Html {
  const money = moneyIn(content.currency);
  const accept = chosen
    ? html`<form class="answer" id="accept" method="post" action="${path}/accept">
<h2>Accept${chosen.option.name !== null && html` ${chosen.option.name}`} for ${money(chosen.agreed.totalCents)}</h2>
${hidden("option", chosen.option.id)}${chosen.optionalLines.map((n) => hidden("with", n))}${hidden("total_cents", chosen.agreed.totalCents)}
<label for="name">Your full name, as your signature</label>
<input id="name" name="name" type="text" required maxlength="120" autocomplete="name">
<div class="pad" id="pad" hidden></div>
<p class="muted">By accepting you agree to the lines${terms ? " and terms" : ""} above. Your name, the time and your network address are kept with it.</p>
<button>Accept for ${money(chosen.agreed.totalCents)}</button>
</form>`
    : html`<p>Choose an option above to accept it.</p>`;
  return html`<section class="actions" aria-label="Your answer">
${accept}
<details><summary>Decline instead</summary>
<form class="answer" method="post" action="${path}/decline">
<label for="reason">Why, if you like to say</label>
<textarea id="reason" name="reason" rows="3" maxlength="1000"></textarea>
<button class="quiet">Decline the estimate</button>
</form></details>
</section>`;
}

/** A drawn signature as it was drawn; a typed one in a hand's letters. */
function signatureOf({ signature, signerName }: Acceptance): Html {
  if (!signature || signature.kind === "typed")
    return html`<figure class="signature"><p class="typed">${signature?.text ?? signerName}</p><figcaption>Signed by ${signerName}</figcaption></figure>`;
  const drawn =
    signature.kind === "drawn"
      ? html`<svg viewBox="0 0 600 200" role="img" aria-label="Signature of ${signerName}"><path d="${signature.path}"/></svg>`
      : html`<img src="data:image/png;base64,${signature.png}" alt="Signature of ${signerName}">`;
  return html`<figure class="signature">${drawn}<figcaption>Signed by ${signerName}</figcaption></figure>`;
}
