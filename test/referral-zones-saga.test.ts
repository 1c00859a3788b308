import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { setParticipation } from "#/domains/referrals/actions/set-participation.ts";
import { SetReferralParticipation } from "#/domains/referrals/offered-schemas.ts";
import { addZone } from "#/domains/zones/actions/add-zone.ts";
import { changeZone } from "#/domains/zones/actions/change-zone.ts";
import { CreateServiceZone } from "#/domains/zones/schemas.ts";
import { fromWire } from "#/kernel/wire.ts";
import { randomOf } from "./simulation/random.ts";
import { type Fate, type Network, openNetwork, providers } from "./support/network-world.ts";

// The network looks a business up by copies of its service zones. Their hand-over can break off at any point and be repeated.

let network: Network;
const [provider] = providers as [(typeof providers)[number]];
beforeAll(async () => {
  network = await openNetwork();
});
beforeEach(() => {
  for (const level of ["warn", "error", "info"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

const ring = [
  [-97.8, 30.2],
  [-97.6, 30.2],
  [-97.6, 30.4],
  [-97.8, 30.4],
  [-97.8, 30.2],
]; // prettier-ignore
const inside = () => network.inside(provider);
const add = async (name: string, shape: object) =>
  addZone(await inside(), fromWire(CreateServiceZone, CreateServiceZone.parse({ name, ...shape })));
const change = async (id: number, fields: object) => changeZone(await inside(), { id, ...fields });
const useZones = async (isUsed = true) =>
  setParticipation(
    await inside(),
    fromWire(
      SetReferralParticipation,
      SetReferralParticipation.parse({
        ...{ takes_referrals: true, sectors: ["HVAC"], zip_codes: ["78701"], daily_limit: 5 },
        use_service_zones: isUsed,
      }),
    ),
  );

type Step = { isOfBusiness: boolean; work: () => Promise<unknown> };
/** Zones from before the business uses them; then it goes on changing them. */
const story: readonly Step[] = [
  { isOfBusiness: true, work: () => add("Downtown", { kind: "zips", zips: ["78702", "78703"] }) },
  {
    isOfBusiness: true,
    work: () => add("North", { kind: "polygon", polygon: { type: "Polygon", coordinates: [ring] } }),
  },
  { isOfBusiness: false, work: () => useZones() },
  { isOfBusiness: true, work: () => change(1, { zips: ["78703", "78704"] }) },
  {
    isOfBusiness: true,
    work: () => change(2, { kind: "radius", center: { latitude: 30.2, longitude: -97.7 }, radiusM: 900 }),
  },
  { isOfBusiness: true, work: () => add("Far", { kind: "zips", zips: ["78705"] }) },
  { isOfBusiness: true, work: () => change(1, { isActive: false }) },
];

const copies = () => ({
  zones: network.control("select zone_id, version, kind, polygon, radius_m from referral_zones order by zone_id"),
  areas: network
    .control("select zone_id, area from referral_zone_areas order by zone_id, area")
    .map(({ zone_id, area }) => `${Number(zone_id)} ${String(area)}`),
  due: network.control("select zones_due_at from referral_providers where zones_due_at is not null"),
});

it("the network's copies follow the zones of a business that uses them, and of no other", async () => {
  network.reset();
  network.setFates(() => "well");
  for (const { work } of story.slice(0, 2)) await work();
  await network.settle();
  expect(copies()).toEqual({ zones: [], areas: [], due: [] });
  await useZones();
  await network.settle();
  expect(copies().areas).toEqual(["1 zip:78702", "1 zip:78703", "2 cell:30:-98"]);
  for (const { work } of story.slice(3)) await work();
  expect(copies().areas).toContain("1 zip:78702"); // nothing is told before the events are
  await network.settle();
  const { zones, areas, due } = copies();
  expect(areas).toEqual(["2 cell:30:-98", "3 zip:78705"]);
  expect(zones.map(({ zone_id, version, kind, radius_m }) => [zone_id, version, kind, radius_m])).toEqual([
    [1, 3, "zips", null],
    [2, 2, "radius", 900],
    [3, 1, "zips", null],
  ]);
  expect(due).toEqual([]);
  await useZones(false);
  await change(3, { zips: ["78706"] });
  await network.settle();
  expect(copies().areas).toEqual(areas); // what nobody looks at is not kept up
  await useZones();
  await network.settle();
  expect(copies().areas).toEqual(["2 cell:30:-98", "3 zip:78706"]);
});

/** Plays the story; what the business does for itself ends well, everything else as the test has it. */
async function play(copiesOfWorkers = 1, isHasty = () => false): Promise<void> {
  for (const { isOfBusiness, work } of story) {
    if (isOfBusiness) await network.calmly(work);
    else await network.patiently(work);
    if (!isHasty()) await network.settle(copiesOfWorkers);
  }
  await network.settle(copiesOfWorkers);
}

it.each<Fate>(["error before", "error after", "killed after"])(
  "the copies are the same when any one trip of their hand-over ends so: %s",
  async (fate) => {
    network.reset();
    network.setFates(() => "well");
    await play();
    const [right, trips] = [copies(), network.tripsMade()];
    expect(trips).toBeGreaterThan(20);
    for (let at = 0; at < trips; at++) {
      network.reset();
      network.setFates((trip) => (trip === at ? fate : "well"));
      await play();
      expect(copies(), `trip ${at} of ${trips}`).toEqual(right);
    }
  },
);

it("the copies are the same after 100 seeded runs with double messages, deaths, and zones that change meanwhile", async () => {
  network.reset();
  network.setFates(() => "well");
  await play();
  const right = copies();
  let deaths = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const random = randomOf(seed).next;
    network.reset();
    network.setFates(
      () => {
        const chance = random();
        if (chance < 0.1) deaths++;
        return chance < 0.1 ? "killed after" : chance < 0.15 ? "error before" : chance < 0.2 ? "error after" : "well";
      },
      async () => {
        for (let n = Math.floor(random() * 4); n > 0; n--) await Promise.resolve(); // workers side by side take turns
      },
    );
    await play(2, () => random() < 0.4);
    expect(copies(), `seed ${seed}`).toEqual(right);
  }
  expect(deaths).toBeGreaterThan(100);
});

it("a copy that was read before a change is never written over the one after it", async () => {
  network.reset();
  network.setFates(() => "well");
  for (const { work } of story.slice(0, 3)) await work();
  await network.settle();
  await change(1, { zips: ["78710"] });
  await network.settle(1);
  const before = copies();
  // a worker of before the change comes to write what it has read
  const { keepZones } = await import("#/domains/referrals/zone-copies-repo.ts");
  const old = { id: 1, version: 1, kind: "zips", zips: ["78702", "78703"], isActive: true, polygon: null };
  const shape = { latitude: null, longitude: null, radiusM: null };
  await keepZones(network.open(), provider.id, [
    { ...old, ...shape } as unknown as Parameters<typeof keepZones>[2][number],
  ]);
  expect(copies()).toEqual(before);
});
