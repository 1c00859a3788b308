/** A text message that is ready to send. */
export type OutgoingText = { id: string; to: string; from: string; body: string };

/**
 * `sent`: the provider has taken it, under its own id. `refused`: another attempt fails too. `failed`: it was not taken, and another attempt may
 * succeed. `stopped`: the number accepts no texts of this sender. `unknown`: no answer came, so it may have been taken. `error` is a code and holds nothing of
 * the text.
 */
export type TextResult =
  | { kind: "sent"; reference: string }
  | { kind: "refused" | "failed" | "stopped" | "unknown"; error: string };

/** What a provider tells of a text that it has taken. */
export type TextReport = {
  reference: string;
  status: "sent" | "delivered" | "opened" | "failed";
  error: string | null;
};

/** A text that has come in. */
export type IncomingText = {
  reference: string;
  from: string;
  to: string;
  body: string;
  /** Pictures and the like that came with it, which stay with the provider. */
  media: number;
  /** Whether the provider has answered STOP, START or HELP itself. */
  isAnswered: boolean;
};

/** An account with a provider of text messages. */
export type TextAccount = { account: string; secret: string; sender: string };
