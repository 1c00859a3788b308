import { escaped } from "#/kernel/html.ts";

/** Who a mail comes from, as its reader knows them. */
export type Sender = { businessName: string; businessCode: string; color: string; logoUrl: string | null };

/** What a mail says, in plain text. `render` decides how it looks and escapes it for HTML. */
export type MailText = {
  subject: string;
  /** Paragraphs before and after the link or the code. */
  before: readonly string[];
  after: readonly string[];
  link?: { label: string; url: string };
  code?: string;
  /** Where one POST ends mails of this kind; absent from those that their reader needs. */
  unsubscribe?: string;
};

/** A subject is one line, whatever the names in it contain. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);

type Rendered = { subject: string; text: string; html: string };

/** A mail as plain text and as HTML in the colors of the business. */
export const render = (mail: MailText, sender: Sender): Rendered => ({
  subject: oneLine(mail.subject),
  text: textOf(mail, sender),
  html: htmlOf(mail, sender),
});

/**
 * The headers by which a mail program shows a button that ends mails of this kind: List-Unsubscribe (RFC 2369), and that a POST to it does so in one
 * click (RFC 8058, which Gmail and Yahoo ask of whoever sends offers).
 */
export const headersOf = ({ unsubscribe }: MailText): Record<string, string> | undefined =>
  unsubscribe === undefined
    ? undefined
    : { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };

const textOf = ({ before, link, code, after }: MailText, { businessName }: Sender): string =>
  [
    ...before,
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    ...(code ? [code] : []),
    ...after,
    `-- \n${businessName}`,
  ]
    .join("\n\n")
    .concat("\n");

const paragraph = (text: string): string => `<p style="margin:0 0 16px">${escaped(text).replaceAll("\n", "<br>")}</p>`;

/** The styles are inline, because mail programs drop style sheets. */
function htmlOf(mail: MailText, { businessName, color, logoUrl }: Sender): string {
  const { subject, before, link, code, after } = mail;
  const logo = logoUrl
    ? `<img src="${escaped(logoUrl)}" alt="${escaped(businessName)}" style="max-height:48px;max-width:240px">`
    : `<strong style="font-size:18px">${escaped(businessName)}</strong>`;
  const button = link
    ? `<p style="margin:0 0 16px"><a href="${escaped(link.url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:${escaped(color)};color:${inkOn(color)};text-decoration:none">${escaped(link.label)}</a></p><p style="margin:0 0 16px;color:#667;font-size:13px">If the button does not work, copy this address into your browser:<br><a href="${escaped(link.url)}">${escaped(link.url)}</a></p>`
    : "";
  const number = code
    ? `<p style="margin:0 0 16px;font-size:28px;letter-spacing:4px"><strong>${escaped(code)}</strong></p>`
    : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(oneLine(subject))}</title></head>
<body style="margin:0;padding:24px;background:#f4f5f7;font-family:sans-serif;color:#223;line-height:1.5">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-top:4px solid ${escaped(color)}">
<div style="margin:0 0 24px">${logo}</div>
${before.map(paragraph).join("")}${button}${number}${after.map(paragraph).join("")}
</div></body></html>
`;
}

/** Black or white, whichever is easier to read on the color (WCAG 2 relative luminance; 0.179 is where both contrasts are equal). */
export function inkOn(color: string): string {
  const linear = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}
