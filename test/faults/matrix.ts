// The fault matrix of reliability.md 6.3: each row with the tests that prove it. What a test says is found in the run (support/fault-table.ts), so the
// table that is printed tells what was seen and nothing else; matrix.test.ts holds that each proof exists.

/** A test by its file and words of its title. */
export type Proof = readonly [file: string, words: string];
export type Row = {
  row: string;
  fault: string;
  injected: string;
  checked: string;
  proofs: readonly Proof[];
};

const core = "test/faults.test.ts";
const queues = "test/faults/queues.test.ts";
const requests = "test/faults/requests.test.ts";
const board = "test/faults/board.test.ts";
const receivers = "test/faults/receivers.test.ts";
const simulation = "test/simulation.test.ts";
const anything: Proof = [simulation, "nothing is lost and nothing doubled"];

export const matrix: readonly Row[] = [
  {
    ...{ row: "1", fault: "client sends again after a lost 201", injected: "server killed under 60 sales" },
    checked: "one sale each, the same bytes again",
    proofs: [["test/crash.test.ts", "killed in the middle loses no sale"]],
  },
  {
    ...{ row: "2", fault: "50 requests with one key at once", injected: "side by side over HTTP" },
    checked: "one sale, entry and event; each gets its answer",
    proofs: [[requests, "fifty requests with one Idempotency-Key"]],
  },
  {
    ...{ row: "3", fault: "crash between effect and answer", injected: "outage right behind the commit; SIGKILL" },
    checked: "the repeated request is answered from the store",
    proofs: [
      [core, "answers the repeated request from the store"],
      ["test/crash.test.ts", "killed in the middle loses no sale"],
    ],
  },
  {
    ...{ row: "4", fault: "D1 fails after it has committed", injected: "the answer of the batch is lost" },
    checked: "found by its audit entry, written once",
    proofs: [
      [core, "finds its own audit row when the answer to a write was lost"],
      [core, "writes the key once when the answer was lost"],
    ],
  },
  {
    ...{ row: "5", fault: "D1 fails before it commits", injected: "the batch is lost" },
    checked: "repeated, written once",
    proofs: [[core, "repeats a write whose request was lost"]],
  },
  {
    ...{ row: "6", fault: "reads fail twice; then an outage", injected: "binding throws, of shard or directory" },
    checked: "200 after two; 503 + Retry-After, nothing written",
    proofs: [
      [core, "reads again after two hiccups"],
      [requests, "reads and writes are 503 with Retry-After"],
    ],
  },
  {
    ...{ row: "7", fault: "messages doubled and reordered", injected: "three times each, at once, backwards" },
    checked: "each event sent once",
    proofs: [
      [queues, "messages that come three times"],
      ["test/api/queues.test.ts", "send a delivery once, also beside two crons"],
    ],
  },
  {
    ...{ row: "8a", fault: "consumer killed between send and ack", injected: "dies at the trip behind the post" },
    checked: "sent once more under the same id, then done",
    proofs: [[queues, "between the send and the acknowledgement"]],
  },
  {
    ...{ row: "8b", fault: "consumer killed within a batch", injected: "dies at the third trip, of eight deliveries" },
    checked: "what was done is not repeated, the rest is done",
    proofs: [[queues, "in the midst of eight deliveries"]],
  },
  {
    ...{ row: "8c", fault: "relay killed between publish and mark", injected: "dies at each trip in turn" },
    checked: "one delivery of each event",
    proofs: [[queues, "a relay that is killed at any trip"]],
  },
  {
    ...{ row: "9", fault: "poison message", injected: "a body of no known shape among others" },
    checked: "only it is a dead letter; it can be replayed",
    proofs: [
      ["test/api/queues.test.ts", "goes to the dead letters alone"],
      ["test/api/dead-letters.test.ts", "that is replayed does its work"],
    ],
  },
  {
    ...{
      row: "10",
      fault: "queue takes nothing after the commit; lost nudge",
      injected: "send throws; nobody is told",
    },
    checked: "the sweep finds it within two minutes",
    proofs: [
      [queues, "a queue that takes no message after the commit"],
      ["test/api/queues.test.ts", "delivers what a lost nudge did not deliver"],
    ],
  },
  {
    ...{ row: "11", fault: "cron doubled, late, or missed for days", injected: "clock three days on; alarms twice" },
    checked: "each day of a series once, missed ones too",
    proofs: [
      [queues, "that was missed for three days"],
      ["test/jobs.test.ts", "runs once a day, however often its alarm rings"],
    ],
  },
  {
    ...{ row: "12", fault: "two crons overlap", injected: "three runs of the cron at once" },
    checked: "each job of a series once",
    proofs: [[queues, "that overlaps another"]],
  },
  {
    ...{
      row: "11b",
      fault: "cron doubled or killed: billing, renewals",
      injected: "three years of bad crons; dies at each trip",
    },
    checked: "the rows of a run without faults",
    proofs: [
      ["test/agreements-years.test.ts", "ends three years of agreements with the same rows"],
      ["test/agreements-killed.test.ts", "bills each period once"],
    ],
  },
  {
    ...{ row: "13", fault: "pay period closed twice, under sales", injected: "side by side; dies at any await" },
    checked: "each entry in one period, statements sum up",
    proofs: [["test/api/pay-periods.test.ts", "closes once when two close it while 20 sales are posted"], anything],
  },
  {
    ...{ row: "14", fault: "20 take the last of the stock", injected: "side by side over HTTP" },
    checked: "5 get the 5; stock is the sum of its moves",
    proofs: [
      ["test/api/stock.test.ts", "of 20 who take 1 of 5"],
      ["test/api/stock.test.ts", "stock is the sum of its moves"],
    ],
  },
  {
    ...{ row: "15", fault: "board evicted under its viewers", injected: "object aborted under 96 streams" },
    checked: "numbers strictly increase, no gap, no repeat",
    proofs: [[board, "ninety-six viewers all go on"]],
  },
  {
    ...{
      row: "15b",
      fault: "server killed under two open boards",
      injected: "SIGKILL; a socket and a stream, in a browser",
    },
    checked: "they say so, and go on with each event once",
    proofs: [["test/faults/board-killed.test.ts", "no event is lost, none comes twice"]],
  },
  {
    ...{ row: "16", fault: "Last-Event-ID: garbage, old, another's", injected: "header" },
    checked: "a snapshot, nothing of another business",
    proofs: [
      ["test/api/stream.test.ts", "a last event id that is garbage"],
      [board, "a number of another business' events"],
    ],
  },
  {
    ...{ row: "17", fault: "slow reader", injected: "a viewer's socket is not read" },
    checked: "cut off; others are not delayed",
    proofs: [["test/api/stream.test.ts", "a viewer who does not read delays nobody"]],
  },
  {
    ...{ row: "18a", fault: "receiver: 500, 410, 10 MB, loop, half an answer", injected: "receivers side by side" },
    checked: "each its due, the good one its event at once",
    proofs: [[receivers, "receivers that answer 500, 410, 10 MB"]],
  },
  {
    ...{ row: "18b", fault: "receiver: hangs, hangs up, TLS, DNS, refused", injected: "raw sockets, real runtime" },
    checked: "the log names each",
    proofs: [
      ["test/unreachable.test.ts", "whose host name leads nowhere"],
      ["test/unreachable.test.ts", "that takes the event and never answers"],
      ["test/unreachable.test.ts", "that cannot make a secure connection"],
      ["test/unreachable.test.ts", "that hangs up before it answers"],
      ["test/unreachable.test.ts", "where nothing listens"],
    ],
  },
  {
    ...{ row: "19", fault: "clock: DST, month's end, skew", injected: "given times; moved clock" },
    checked: "no day skipped or doubled; tokens to the second",
    proofs: [
      ["src/db/tenant/daily.test.ts", "on the day whose clocks skip 02:00"],
      ["src/domains/dispatch/recurrence-rules.test.ts", "through the change of the clocks"],
      ["src/kernel/tokens.test.ts", "until the second in which it expires"],
    ],
  },
  {
    ...{ row: "20", fault: "refresh raced and replayed", injected: "side by side; each of five again" },
    checked: "one successor; a replay ends the session",
    proofs: [
      ["test/api/sessions.test.ts", "has one successor, however many ask"],
      ["test/api/sessions.test.ts", "ends the whole session when number"],
    ],
  },
  {
    ...{ row: "21", fault: "too much for one isolate", injected: "1 MiB and a byte; a PDF of too many lines" },
    checked: "413; sums in place of lines",
    proofs: [
      ["test/api/http.test.ts", "of exactly 1 MiB is read"],
      ["test/api/exports.test.ts", "has only the sums where the lines are too many"],
    ],
  },
  {
    ...{ row: "22", fault: "deploy: code ahead of its database", injected: "a shard lacks a migration" },
    checked: "503 until it has it, nothing wrong answered",
    proofs: [["test/shards.test.ts", "a shard that lacks a migration of the build"]],
  },
  {
    ...{ row: "23", fault: "import half done", injected: "server killed midway" },
    checked: "goes on, no row twice",
    proofs: [["test/crash-import.test.ts", "goes on and makes no row twice"]],
  },
  {
    ...{ row: "24", fault: "identity provider, mail or maps are down", injected: "dead lines, refusing services" },
    checked: "passwords work; mail waits; ways are estimated",
    proofs: [
      ["test/api/sso.test.ts", "is not reachable: 503"],
      ["test/api/mail.test.ts", "waits, is tried again at its time"],
      ["test/travel-time.test.ts", "that fails midway is left alone"],
      ["test/geocoder.test.ts", "that fails is left alone for a while"],
    ],
  },
  {
    ...{ row: "all", fault: "anything, at any await, in any order", injected: "2,000 seeds of the simulation" },
    checked: "all invariants after every write; a model agrees",
    proofs: [anything, [simulation, "finds each mechanism that is taken away"]],
  },
];
