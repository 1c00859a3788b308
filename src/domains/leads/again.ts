import { AppError } from "#/kernel/errors.ts";

/** Another request has written what this one was decided by. */
const RACED = [
  "lead.duplicate_meanwhile",
  "lead.changed_meanwhile",
  "customer.contact_taken",
  "customer.changed_meanwhile",
];
/** Each time somebody else was faster, so as many requests side by side get through. */
const MOST_TRIES = 8;

/** Loads, decides and commits again where another request was faster: then there is something else to find. */
export async function again<R>(attempt: () => Promise<R>): Promise<R> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt();
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof AppError) || !RACED.includes(error.reason)) throw error;
    }
}
