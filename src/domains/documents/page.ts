import { Html, html } from "#/kernel/html.ts";
import type { Brand, DocumentView, Sum, ViewOption } from "./view.ts";

// Pages of documents that the server makes whole: they work on a phone, without a script, and for those who listen to them.

type Page = {
  /** In the browser's tab. */
  title: string;
  /** Undefined: nobody knows whose link it is. */
  brand: Brand | undefined;
  /** Names the one inline style, which has the colour of the business. */
  nonce: string;
  main: Html;
  /** Of the site itself, such as `/estimate.js`. */
  scripts?: readonly string[];
  /** Style sheets beside those of every document. */
  styles?: readonly string[];
};

const HEX = /^#[0-9a-f]{6}$/i;

/** A whole page under the name of the business. */
export const publicPage = ({ title, brand, nonce, main, scripts = [], styles = [] }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}${brand && ` · ${brand.name}`}</title>
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
<link rel="stylesheet" href="/document.css">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${new Html(`<style nonce="${nonce}">:root{--brand:${brand && HEX.test(brand.color) ? brand.color : "#0f5c63"}}</style>`)}
${scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
</head>
<body class="document">
<header class="letterhead">${brand && letterheadOf(brand)}</header>
<main>${main}</main>
<footer><p>Questions? ${contactOf(brand)}</p></footer>
</body>
</html>
`.text;

const letterheadOf = ({ name, logoUrl }: Brand): Html =>
  logoUrl ? html`<img src="${logoUrl}" alt="${name}">` : html`<p class="business">${name}</p>`;

function contactOf(brand: Brand | undefined): Html {
  if (!brand) return html`Get in touch with the business that sent you this link.`;
  const { name, contactEmail } = brand;
  return contactEmail
    ? html`Write to ${name}: <a href="mailto:${contactEmail}">${contactEmail}</a>.`
    : html`Get in touch with ${name}.`;
}

/** A page that only says something: a link that has ended. */
export const messagePage = (page: Omit<Page, "main">, text: string): string =>
  publicPage({ ...page, main: html`<section class="sheet"><h1>${page.title}</h1><p>${text}</p></section>` });

/** A document as the main part of a page. `notice` comes before it, `actions` behind it; `choice` is part of each option. */
export function documentMain(
  view: DocumentView,
  {
    notice,
    actions,
    choice,
  }: { notice?: Html; actions?: Html; choice?: (option: ViewOption) => Html | undefined } = {},
): Html {
  const { kind, number, status, subject, parties, facts, options, payments, notes, footer } = view;
  return html`${notice}
<article class="sheet" aria-labelledby="title">
<div class="head">
<div><h1 id="title">${kind} ${number}</h1>${subject && html`<p class="subject">${subject}</p>`}</div>
<p class="status ${status.tone}">${status.text}</p>
</div>
<div class="parties">${parties.map(
    ({ label, name, lines }) =>
      html`<section><h2>${label}</h2><p><strong>${name}</strong>${lines.map((line) => html`<br>${line}`)}</p></section>`,
  )}
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</div>
${options.map((option) => optionOf(option, choice?.(option)))}
${payments.length > 0 && sumsOf(payments)}
${notes.map(({ heading, text }) => html`<section class="note"><h2>${heading}</h2><p>${text}</p></section>`)}
${footer && html`<p class="fine">${footer}</p>`}
</article>
${actions}`;
}

const optionOf = ({ id, name, description, lines, sums, isChosen }: ViewOption, choice: Html | undefined): Html => html`
<section class="option${isChosen && " chosen"}" id="option-${id}">
${name && html`<h2>${name}${isChosen && html` <span class="status good">Chosen</span>`}</h2>`}
${description && html`<p class="muted">${description}</p>`}
<table>
<thead><tr><th scope="col">Description</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Price</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>${lines.map(
  ({ description: what, quantity, price, amount }) =>
    html`<tr><td>${what}</td><td class="number" data-label="Quantity">${quantity}</td><td class="number" data-label="Price">${price}</td><td class="number" data-label="Amount">${amount}</td></tr>`,
)}</tbody>
</table>
${sumsOf(sums)}
${choice}
</section>`;

const sumsOf = (sums: readonly Sum[]): Html =>
  html`<dl class="sums">${sums.map(
    ({ label, amount, isStrong }) =>
      html`<div${isStrong && html` class="strong"`}><dt>${label}</dt><dd>${amount}</dd></div>`,
  )}</dl>`;
