import type { OpenCtx } from "#/ctx.ts";
import type { Referrer } from "#/db/control/schema/referrals.ts";
import { fateOfMail, type MailText, render } from "#/domains/mail/index.ts";
import { sendMail } from "#/integrations/mail/send.ts";
import { timesNow } from "#/kernel/clock.ts";
import { log } from "#/kernel/log.ts";
import { claimInvitations, settleInvitation } from "../invitation-repo.ts";

const AT_ONCE = 20;
/** An invitation that is older than this surprises its reader more than it helps them. */
const USEFUL_SECONDS = 3 * 24 * 3600;

/** Who sends what no business sends. */
const sender = { businessName: "Truckroll", businessCode: "", color: "#2563eb", logoUrl: null };

const invitation = (name: string, home: string): MailText => ({
  subject: "A job was referred in your name",
  before: [
    `Hi ${name},`,
    "A job was passed on to the Truckroll referral network in your name, and you are credited with it. Open an account for your business to refer jobs and to get some.",
  ],
  link: { label: "Open an account", url: home },
  after: ["This is the only mail of this kind that you get. If you do not know what it is about, please ignore it."],
});

/** Invites the people who refer and are new, each address once. */
export async function sendInvitations(open: OpenCtx): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  const claimed = await claimInvitations(open, AT_ONCE);
  await Promise.all(claimed.map(async (referrer) => done[(await send(open, referrer)) ? "sent" : "failed"]++));
  return done;
}

async function send(open: OpenCtx, referrer: Referrer): Promise<boolean> {
  const { id, email, name, attempts, createdAt } = referrer;
  const mail = render(invitation(name, `${open.env.PUBLIC_URL}/`), sender);
  const result = await sendMail(open.env, { id, to: email, fromName: sender.businessName, ...mail });
  const end = { ...open, ...timesNow() };
  const tried = { attempts, createdAt, usefulSeconds: USEFUL_SECONDS, now: end.now, random: Math.random() };
  const fate = fateOfMail(result, tried);
  const isSent = fate.status === "sent";
  await settleInvitation(end, referrer, { ...fate, sentAt: isSent ? end.now : null });
  log(fate.status === "failed" ? "error" : "info", "referrer invited", { referrer: id, attempt: attempts, ...fate });
  return isSent;
}
