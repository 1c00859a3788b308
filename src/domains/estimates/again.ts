import { AppError } from "#/kernel/errors.ts";

/** Another request has written what this one was decided by: a view is noted while the customer accepts. */
const RACED = ["estimate.changed_meanwhile", "invoice.source_taken"];
/** Each time another request was faster, so as many requests side by side get through. */
const MOST_TRIES = 8;

/** Loads, decides and commits again where another request was faster. A caller whose If-Match fails hears of it at once. */
export async function again<R>(attempt: () => Promise<R>): Promise<R> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt();
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof AppError) || !RACED.includes(error.reason)) throw error;
    }
}
