import { expect, it } from "vitest";
import { html } from "./html.ts";

it("texts in HTML are escaped, also within quotes, and HTML in HTML is not escaped again", () => {
  const name = `<b>"Tom's" & Sons</b>`;
  const shown = html`<p title="${name}">${html`<i>${name}</i>`}</p>`;
  const text = "&lt;b&gt;&quot;Tom&#39;s&quot; &amp; Sons&lt;/b&gt;";
  expect(shown.text).toBe(`<p title="${text}"><i>${text}</i></p>`);
});
it("absent pieces leave nothing, and lists are joined", () => {
  const pieces = [1, false, html`<br>`, null, undefined, "<"] as const;
  expect(html`${pieces}`.text).toBe("1<br>&lt;");
});
