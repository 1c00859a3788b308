import { messageOf } from "../api.js";
import { byId } from "../dom.js";

/** Shows a user whose e-mail address is not confirmed how to confirm it, with a button that mails the link again. */
export async function askToConfirm(session) {
  const notice = byId("unconfirmed");
  notice.hidden = true;
  const me = await session.request("GET", "/auth/me").catch(() => null);
  if (!me?.email || me.email_verified) return;

  const button = byId("resend");
  const text = byId("unconfirmed-text");
  text.textContent = `Confirm your email address: open the link in the mail to ${me.email}.`;
  button.disabled = false;
  notice.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    try {
      await session.request("POST", "/auth/email/resend-confirmation");
      text.textContent = `The link is on its way to ${me.email}. It works for three days.`;
    } catch (error) {
      if (error.reason === "auth.email_already_confirmed") notice.hidden = true;
      text.textContent = messageOf(error);
      button.disabled = error.reason === "auth.too_many_confirmations";
    }
  };
}
