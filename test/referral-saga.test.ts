import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answeredMeanwhile } from "#/domains/referrals/offer-errors.ts";
import { type Fate, FEE, type Network, openNetwork, type Provider, providers } from "./support/network-world.ts";

// Issue 10: all hand-overs between the control database and the shards can break off at any point and be repeated. Nothing is lost and nothing
// doubled: one lead, one job, one fee.

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
beforeEach(() => {
  for (const level of ["warn", "error", "info"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

type Persistent = (work: () => Promise<unknown>) => Promise<unknown>;
type Part = {
  name: string;
  /** `insist` may give up: then the sweep, or another person, has to end it. */
  play: (insist: Persistent, settle: () => Promise<void>) => Promise<void>;
  /** The story does not go on from here. */
  isBranch?: true;
};

const offersWith = (status: string) =>
  network.control("select id from referral_offers where status = ?", status).length;

/** One declines, one lets it run out, the third accepts; job, sale, payment, two refunds. */
const parts: readonly Part[] = [
  {
    name: "until the third is asked",
    async play(insist, settle) {
      await network.patiently(() => network.refer());
      await settle();
      const first = network.asked();
      const id = network.offerIn(first);
      await insist(() => network.decline(first, id));
      await settle();
      if (offersWith("declined") === 0) await network.patiently(() => network.decline(first, id)); // whoever gave up comes back
      await settle();
      network.passTime(5 * 3600);
      await settle();
    },
  },
  {
    name: "until the third has the job",
    async play(insist, settle) {
      const third = network.asked();
      const id = network.offerIn(third);
      await insist(() => network.accept(third, id));
      await settle();
      if (offersWith("accepted") === 0) await network.patiently(() => network.accept(third, id));
      await settle();
    },
  },
  {
    name: "where the homeowner cancels",
    isBranch: true,
    async play(_, settle) {
      await network.patiently(() => network.cancel());
      await settle();
    },
  },
  {
    name: "where the business cancels the job",
    isBranch: true,
    async play(_, settle) {
      await network.calmly(() => network.giveBack(network.holder()));
      await settle();
    },
  },
  {
    name: "until the job is paid and refunded",
    async play(_, settle) {
      const third = network.holder();
      await network.calmly(() => network.doJob(third));
      await settle();
      for (const [status, cents] of [["paid"], ["partially_refunded", 10_001], ["refunded"]] as const) {
        await network.calmly(() => network.pay(third, status, cents));
        await settle();
      }
    },
  },
];

/** Plays the story once for each part and each of `n` ways in which it may go wrong, from the same beginning, and compares what is left. */
async function eachPart(
  waysOf: (trips: number) => number,
  go: (way: number, part: Part) => Promise<void>,
): Promise<Map<string, ReturnType<typeof plain>>> {
  const ends = new Map<string, ReturnType<typeof plain>>();
  network.reset();
  for (const part of parts) {
    const again = network.mark();
    network.setFates(() => "well");
    await part.play(network.patiently, () => network.settle());
    const right = plain(remains());
    ends.set(part.name, right);
    const ways = waysOf(network.tripsMade());
    for (let way = 0; way < ways; way++) {
      again();
      await go(way, part);
      expect(plain(remains()), `${part.name}: ${way} of ${ways}`).toEqual(right);
    }
    again();
    network.setFates(() => "well");
    if (!part.isBranch) await part.play(network.patiently, () => network.settle());
  }
  return ends;
}

/** What is left at the end, without what differs from run to run. */
function remains() {
  const { control, rows } = network;
  const count = (provider: Provider, table: string) =>
    Number(rows(provider, `select count(*) n from ${table} where tenant_id = ?`, provider.id)[0]?.n);
  return {
    referrals: control("select status, provider_tenant_id, lead_id, job_id, fee_cents, next_attempt_at from referrals"),
    history: control("select status from referral_history order by sequence").map(({ status }) => status),
    offers: control("select tenant_id, status, told, next_attempt_at is null rests from referral_offers order by id"),
    ledger: control("select number, kind, amount_cents from referral_fees order by number"),
    tallies: control("select accepted, declined, expired from referral_providers order by tenant_id"),
    businesses: providers.map((provider) => ({
      offers: rows(
        provider,
        `select status, fee_owed_cents, sale_id, lead_id is null no_lead, job_id is null no_job, customer_id is null no_customer
          from offered_referrals where tenant_id = ?`,
        provider.id,
      ),
      leads: count(provider, "leads"),
      jobs: count(provider, "dispatch_jobs"),
      customers: count(provider, "customers"),
      events: rows(
        provider,
        "select type from outbox where tenant_id = ? and (type glob 'referral.*' or type glob 'lead.*' or type glob 'dispatch.*') order by type",
        provider.id,
      ).map(({ type }) => type),
    })),
  };
}
const plain = (left: ReturnType<typeof remains>) => ({
  ...left,
  // a number that was handed out to an attempt that broke off is not used again
  referrals: left.referrals.map((row) => ({ ...row, lead_id: row.lead_id !== null, job_id: row.job_id !== null })),
});

describe("a referral's way through the network", () => {
  it("ends as the story tells, where nothing goes wrong", async () => {
    const ends = await eachPart(
      () => 0,
      async () => undefined,
    );
    const end = ends.get("until the job is paid and refunded");
    expect(end?.history).toEqual([
      ...["HOMEOWNER_ACCEPTED", "MATCHING", "OFFERED", "PROVIDER_DECLINED", "OFFERED", "MATCHING", "OFFERED"],
      ...["PROVIDER_ACCEPTED", "SCHEDULED", "COMPLETED", "PAID"],
    ]);
    expect(end?.offers.map(({ status, told }) => [status, told])).toEqual([
      ["declined", "declined"],
      ["expired", "expired"],
      ["accepted", "accepted"],
    ]);
    expect(end?.ledger.map(({ amount_cents }) => Number(amount_cents))).toEqual([FEE, -1500, 1500 - FEE]);
    expect(end?.businesses.map(({ leads, jobs, customers }) => [leads, jobs, customers])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    const cancelled = ends.get("where the homeowner cancels");
    expect(cancelled?.history.at(-1)).toBe("HOMEOWNER_CANCELLED");
    expect(cancelled?.businesses[2]?.offers[0]?.status).toBe("withdrawn");
    expect(cancelled?.businesses[2]?.events).toContain("dispatch.cancelled");
    const returned = ends.get("where the business cancels the job");
    expect(returned?.history.slice(-2)).toEqual(["PROVIDER_DECLINED", "EXPIRED"]); // all were asked
    expect(returned?.businesses[2]?.offers[0]?.status).toBe("returned");
  });

  it.each<Fate>(["error before", "error after", "killed after"])(
    "is the same when any one of its database trips ends so: %s",
    async (fate) => {
      await eachPart(
        (trips) => trips,
        async (at, part) => {
          network.setFates((trip) => (trip === at ? fate : "well"));
          await part.play(network.patiently, () => network.settle());
        },
      );
    },
  );

  it("is the same when processes die at 200 seeded points, with double messages and people who give up", async () => {
    let deaths = 0;
    await eachPart(
      () => 50,
      async (way, part) => {
        const random = seeded(way * 31 + parts.indexOf(part));
        network.setFates(
          () => {
            const chance = random();
            if (chance < 0.05) deaths++;
            if (chance < 0.05) return "killed after";
            return chance < 0.07 ? "error after" : chance < 0.09 ? "error before" : "well";
          },
          async () => {
            for (let n = Math.floor(random() * 4); n > 0; n--) await Promise.resolve(); // workers at the same time take turns
          },
        );
        const insist: Persistent = (work) => (random() < 0.5 ? network.patiently(work) : network.once(work));
        await part.play(insist, () => network.settle(random() < 0.5 ? 2 : 1));
      },
    );
    expect(deaths).toBeGreaterThan(200);
  });
});

describe("a homeowner who cancels", () => {
  const statuses = () =>
    network.control("select status from referral_history order by sequence").map(({ status }) => status);

  it("is not sent to a business that accepts or declines before it is told", async () => {
    network.reset();
    network.setFates(() => "well");
    await network.refer();
    await network.settle();
    const provider = network.asked();
    const id = network.offerIn(provider);
    await network.cancel(); // nothing has gone on from there yet
    const { message } = answeredMeanwhile();
    await expect(network.accept(provider, id)).rejects.toThrow(message);
    await expect(network.decline(provider, id)).rejects.toThrow(message);
    expect(statuses().at(-1)).toBe("HOMEOWNER_CANCELLED");
    await network.settle();
    expect(statuses().at(-1)).toBe("HOMEOWNER_CANCELLED");
    const [row] = network.rows(provider, "select status from offered_referrals where tenant_id = ?", provider.id);
    expect(row).toEqual({ status: "withdrawn" });
    expect(network.control("select declined, accepted from referral_providers where declined + accepted > 0")).toEqual(
      [],
    );
  });
});

describe("a business that was asked", () => {
  const begin = async () => {
    network.reset();
    network.setFates(() => "well");
    await network.refer();
    await network.settle();
    return network.asked();
  };
  const statuses = () =>
    network.control("select status from referral_history order by sequence").map(({ status }) => status);
  const stateOf = ({ id, shard }: Provider, state: string) =>
    network.rows({ id, shard }, "update tenant_state set state = ? where tenant_id = ?", state, id);

  it("and moves to another shard before it answers, answers there; what the network has to tell follows it", async () => {
    const provider = await begin();
    const id = network.offerIn(provider);
    stateOf(provider, "moving");
    await expect(network.accept(provider, id)).rejects.toMatchObject({ reason: "tenant.moving" });
    expect(statuses().at(-1)).toBe("OFFERED"); // nothing was promised
    const arrived = network.moveTo(provider, "SHARD_02");
    await network.patiently(() => network.accept(arrived, id));
    await network.settle();
    expect(statuses().at(-1)).toBe("PROVIDER_ACCEPTED");
    expect(network.rows(arrived, "select count(*) n from dispatch_jobs where tenant_id = ?", arrived.id)).toEqual([
      { n: 1 },
    ]);
    expect(network.rows(provider, "select count(*) n from dispatch_jobs where tenant_id = ?", provider.id)).toEqual([
      { n: 0 },
    ]);
  });

  it("and moves after the network has its word, gets lead and job where it arrives", async () => {
    const provider = await begin();
    const id = network.offerIn(provider);
    const before = network.tripsMade();
    network.setFates((trip) => (trip === 2 ? "killed after" : "well")); // the network knows, the business does not yet
    await network.once(() => network.accept(provider, id));
    expect(before).toBeGreaterThan(0);
    expect(statuses().at(-1)).toBe("PROVIDER_ACCEPTED");
    stateOf(provider, "moving");
    network.passTime(90);
    await network.workOff();
    const arrived = network.moveTo(provider, "SHARD_02");
    await network.settle();
    const [row] = network.rows(
      arrived,
      "select status, job_id > 0 job, lead_id > 0 lead from offered_referrals where tenant_id = ?",
      arrived.id,
    );
    expect(row).toEqual({ status: "accepted", job: 1, lead: 1 });
    expect(network.control("select job_id > 0 job from referrals")).toEqual([{ job: 1 }]);
  });

  it("and is suspended before it gets the offer, is passed over; afterwards, the offer runs out and it is told later", async () => {
    network.reset();
    network.setFates(() => "well");
    const [first] = providers;
    if (!first) throw new Error("no provider");
    stateOf(first, "suspended"); // the directory has not heard of it
    await network.refer();
    await network.settle();
    const second = network.asked();
    expect(second.id).not.toBe(first.id);
    expect(network.control("select status, told from referral_offers order by id")).toEqual([
      { status: "withdrawn", told: "withdrawn" },
      { status: "open", told: "open" },
    ]);
    stateOf(second, "suspended");
    network.passTime(5 * 3600);
    for (let turn = 0; turn < 4; turn++) {
      await network.workOff();
      network.passTime(61);
    }
    expect(network.asked().id).not.toBe(second.id); // the third is not kept waiting
    stateOf(second, "active");
    network.passTime(1800);
    await network.settle();
    expect(network.rows(second, "select status from offered_referrals where tenant_id = ?", second.id)).toEqual([
      { status: "expired" },
    ]);
  });
});

function seeded(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
