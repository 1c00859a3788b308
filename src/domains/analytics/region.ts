import type { settingsOf } from "#/domains/organization/index.ts";

type Settings = ReturnType<typeof settingsOf>;
type Region = Settings["regionType"];
export const regionSources = ["settings", "places", "default"] as const;

// Which climate a business works in where its settings do not say: that of the state where most of its work is. By whether homes there need more
// cooling or heating (US Energy Information Administration, degree days by state); the states on either side of the middle are `balanced`.
const cooling = new Set("AL AZ AR FL GA HI LA MS NV OK PR SC TX".split(" "));
const heating = new Set("AK CO CT IA ID IL IN MA ME MI MN MT ND NE NH NJ NY OH PA RI SD UT VT WA WI WV WY".split(" "));
/** Where hurricanes come: for roofers they are the season. */
const storms = new Set("AL FL GA LA MS NC SC TX".split(" "));

export const regionOfState = (state: string, trade: Settings["trade"]): Region =>
  trade === "roofing" && storms.has(state)
    ? "storm-prone"
    : cooling.has(state)
      ? "cooling-dominant"
      : heating.has(state)
        ? "heating-dominant"
        : "balanced";

type Known = { set: Region | undefined; state: string | undefined; trade: Settings["trade"] };

/** The region, and who says so. */
export function regionOf({ set, state, trade }: Known): { region: Region; source: (typeof regionSources)[number] } {
  if (set) return { region: set, source: "settings" };
  if (state) return { region: regionOfState(state, trade), source: "places" };
  return { region: "balanced", source: "default" };
}
