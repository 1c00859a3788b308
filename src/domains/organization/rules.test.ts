import { describe, expect, it } from "vitest";
import { applied, differences } from "./rules.ts";

describe("a change of the organization", () => {
  const branding = { display_name: "Smith HVAC", primary_color: "#2563eb", accent_color: "#222222" };
  const stored = { trade: "hvac", business_hours: { monday: null }, branding };

  it("keeps what it does not name, within branding and business hours too", () => {
    const change = {
      trade: "plumbing",
      branding: { display_name: "Smith", accent_color: null },
      business_hours: { sunday: null },
    };
    expect(applied(stored, branding, change)).toEqual({
      trade: "plumbing",
      branding: { display_name: "Smith", primary_color: "#2563eb" },
      business_hours: { monday: null, sunday: null },
    });
  });

  it("shows in the audit log by the fields that differ", () => {
    const after = { ...stored, trade: "plumbing", branding: { display_name: "Smith" }, logo: "a.png" };
    expect(differences(stored, after)).toEqual({
      trade: { before: "hvac", after: "plumbing" },
      branding: { before: branding, after: { display_name: "Smith" } },
      logo: { before: null, after: "a.png" },
    });
    expect(differences(stored, { ...stored })).toEqual({});
  });
});
