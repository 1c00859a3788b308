import { consumerOf, Poison } from "./consumer.ts";
import { jobsOf } from "./jobs.ts";
import { ControlMessage } from "./messages.ts";

/** The time of one piece of work of the control database has come. */
export const carryOutControlWork = consumerOf(ControlMessage, async (open, { job, id }) => {
  const work = (await jobsOf("control")).find(({ name }) => name === job);
  if (!work) throw new Poison(`no job ${job}`);
  await work.run(open, id);
});
