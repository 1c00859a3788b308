/** What is known of a place; the ZIP as it was typed. */
export type Address = {
  address?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  zip?: string | null | undefined;
};

/** How near the position is to the place: at its door, in its street, in the middle of its ZIP code or of its town. */
export type Precision = "address" | "street" | "zip" | "city";

/** A place on the earth, WGS 84, and who says so. */
export type Located = { latitude: number; longitude: number; precision: Precision; source: "nominatim" | "zipcodes" };
