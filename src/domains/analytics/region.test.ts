import { expect, it } from "vitest";
import { regionOf } from "./region.ts";

it("the climate is the one of the settings, else of the state where most of the work is; roofers follow the storms", () => {
  const of = (set: "balanced" | undefined, state: string | undefined, trade: "hvac" | "roofing" = "hvac") => {
    const { region, source } = regionOf({ set, state, trade });
    return `${region} by ${source}`;
  };
  expect([of("balanced", "FL"), of(undefined, "FL"), of(undefined, "FL", "roofing")]).toEqual([
    "balanced by settings",
    "cooling-dominant by places",
    "storm-prone by places",
  ]);
  expect([of(undefined, "MN"), of(undefined, "MN", "roofing"), of(undefined, "VA")]).toEqual([
    "heating-dominant by places",
    "heating-dominant by places",
    "balanced by places",
  ]);
  expect([of(undefined, undefined), of(undefined, "ONTARIO")]).toEqual(["balanced by default", "balanced by places"]);
});
