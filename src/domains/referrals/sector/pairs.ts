import type { Sector } from "./sectors.ts";

export type Pair = { one: ReadonlySet<string>; other: ReadonlySet<string>; sector: Sector; says: number };

const pair = (one: string, other: string, sector: Sector, says: number): Pair => ({
  one: new Set(one.split(" ")),
  other: new Set(other.split(" ")),
  sector,
  says,
});

/** Words of one clause that say together what neither says alone. */
export const pairs: readonly Pair[] = [
  pair(
    "rain rains raining storm storms hail wind hurricane",
    "leak leaks leaking ceiling drip dripping stain attic tarp",
    "Roofing",
    5,
  ),
  pair("ceiling", "bathroom toilet shower tub bath", "Plumbing", 5),
  pair("shower showers bath tub washer", "leak leaks leaking drip drips", "Plumbing", 5),
  pair("attic walls wall roof deck shed", "scratching hear noises chewing running animal droppings", "Pest", 4),
  pair("garage", "door opener spring remote remotes keypad sensor sensors", "Garage Doors", 5),
  pair(
    "door",
    "spring springs track tracks opener sensor sensors cable roller rollers remote remotes",
    "Garage Doors",
    5,
  ),
  pair("door doors", "latch sticks squeaky squeaks rubs frame knob lock patio", "General", 5),
  pair("panels panel", "roof kw dirty hail pigeons birds monitoring app wash", "Solar", 4),
  pair("ac furnace unit air compressor", "breaker trips hums drip dripping leaking leaks", "HVAC", 4),
  pair("ceiling floor", "vent vents", "HVAC", 3),
  pair("paneles panel", "casa sol recibo", "Solar", 2),
  pair("power lights", "half out bedroom bedrooms kitchen room", "Electrical", 3),
  pair("water", "basement shut meter bill hall hallway wall cabinet", "Plumbing", 2),
  pair("yard backyard lawn", "flood floods water rain drain drainage leaking pond", "Landscaping", 4),
  pair("washing wash washed", "driveway siding deck patio windows fence", "Cleaning", 4),
  pair("fan", "ceiling bedroom bathroom exhaust", "Electrical", 3),
  pair("panel", "glass shattered cracked", "Solar", 6),
  pair("fan", "blows inside outside spins", "HVAC", 5),
  pair("water leak leaks", "pours rain rains raining melt", "Roofing", 4),
  pair(
    "oven stove range dryer washer freezer",
    "heating broke spin spinning ge whirlpool samsung lg maytag repair",
    "General",
    5,
  ),
];
