import { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { Board } from "#/domains/dispatch/schemas.ts";
import { localDateOf, plusSeconds, toInstant } from "#/kernel/time.ts";
import { type Api, signIn } from "./api.ts";
import { expect, expectSame, PASSWORD, type Story } from "./story.ts";
import { watch } from "./viewer.ts";

const ZONE = "America/New_York"; // the default of a new business
const HERE = { latitude: 27.9506, longitude: -82.4572 };
const LiveEvent = z.object({ id: z.int(), status: z.string() });
const Position = z.object({ technician_id: z.int(), latitude: z.number(), longitude: z.number() });

/** Chapter 5: a job from the customer's call to its completion, watched live over a connection that breaks in between. */
export async function dispatch(story: Story): Promise<void> {
  const { office, business, technician, say } = story;
  const phone = await signIn(business, technician.username, PASSWORD);
  expectSame((await phone.send("GET /admin/technicians")).status, 403, "the technician's request to /admin");

  const stream = office.target("/admin/dispatch/stream");
  const viewer = await watch(stream);
  await viewer.next("snapshot");
  say("  ✓ a viewer watches the board, and the stream begins with a snapshot");

  const job = await createJob(office);
  await office.call(`PATCH /admin/dispatch/${job.id}/assign`, DispatchJob, { body: { technician_id: technician.id } });
  const path = `/tech/dispatch/my-jobs/${job.id}`;
  await phone.call(`PATCH ${path}/acknowledge`, DispatchJob);
  const report = (status: string) => phone.call(`PATCH ${path}/status`, DispatchJob, { body: { status, ...HERE } });
  await report("en_route");
  await phone.call("POST /tech/dispatch/location", z.unknown(), {
    body: { ...HERE, latitude: 27.9516, speed: 35.5, heading: 180 },
  });
  await report("on_site");

  const seen = [];
  for (const type of ["created", "assigned", "status", "status", "status"]) {
    const message = await viewer.next(`dispatch.${type}`);
    expectSame(LiveEvent.parse(message.data).id, job.id, `the job in dispatch.${type}`);
    seen.push(message);
  }
  const position = viewer.messages.find(({ type }) => type === "technician.location");
  expectSame(Position.parse(position?.data).technician_id, technician.id, "the technician of the position");
  say(`  ✓ received live and in order: ${seen.map(({ type, id }) => `${id} ${type}`).join(", ")}, and the position`);

  viewer.close();
  await report("in_progress");
  const completed = await report("completed");
  const resumed = await watch(stream, seen.at(-1)?.id);
  const missed = [await resumed.next("dispatch.status"), await resumed.next("dispatch.completed")];
  resumed.close();
  const ids = [...seen, ...missed].map(({ id }) => Number(id));
  expect(
    ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0)),
    `ascending ids: ${ids.join(", ")}`,
  );
  expect(!resumed.messages.some(({ type }) => type === "snapshot"), "a resumed stream needs no snapshot");
  say(
    `  ✓ the connection broke, and Last-Event-ID brought the missed events: ${missed.map(({ id, type }) => `${id} ${type}`).join(", ")}`,
  );

  await finish(story, phone, completed);
}

async function createJob(office: Api) {
  const start = plusSeconds(toInstant(Date.now()), 60);
  const job = await office.call("POST /admin/dispatch", DispatchJob, {
    body: {
      title: "AC Repair - Smith Residence",
      description: "Unit not cooling, thermostat reads 85F",
      priority: "high",
      customer_name: "John Smith",
      service_address: "123 Oak St",
      service_city: "Tampa",
      service_state: "FL",
      service_zip: "33601",
      scheduled_start: start,
      scheduled_end: plusSeconds(start, 2 * 3600),
    },
  });
  expectSame(await office.call(`GET /admin/dispatch/${job.id}`, DispatchJob), job, "the job read by id");
  return job;
}

/** Checks that the day's board shows the completed job, and that a wrong status changes nothing. */
async function finish({ office, say }: Story, phone: Api, job: z.output<typeof DispatchJob>): Promise<void> {
  const day = localDateOf(toInstant(job.scheduled_start ?? ""), ZONE);
  const board = await office.call(`GET /admin/dispatch/board?date=${day}`, Board);
  expectSame(board.timezone, ZONE, "the time zone of a new business");
  expectSame(board.jobs, [job], `the board of ${day}`);
  say(`  ✓ the board of ${day} (${board.timezone}) shows the job as completed`);

  const refused = await phone.send(`PATCH /tech/dispatch/my-jobs/${job.id}/status`, { body: { status: "en_route" } });
  expectSame(refused.status, 409, "the response to a wrong transition");
  expect(refused.text.includes('"dispatch.wrong_transition"'), `its reason: ${refused.text}`);
  expectSame(await office.call(`GET /admin/dispatch/${job.id}`, DispatchJob), job, "the job after the refusal");
  say("  ✓ the status en_route for a completed job gets 409 and changes nothing");
}
