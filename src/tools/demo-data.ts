// The names of the demo business: its people, customers and price book.

export const BUSINESS = { code: "DEMO", name: "Demo Heating & Air" };
export const PASSWORD = "tampa summers are hot";
export const OWNER = { username: "owner", first_name: "Dana", last_name: "Reyes", email: "dana@demohvac.example" };

export const TECHNICIANS = [
  { name: "Mike Johnson", username: "mike", pay_type: "hourly", base_pay_cents: 3200 },
  { name: "Sarah Lopez", username: "sarah", pay_type: "hourly", base_pay_cents: 3450 },
  { name: "Andre Williams", username: "andre", pay_type: "salary", base_pay_cents: 6_800_000 },
  { name: "Priya Patel", username: "priya", pay_type: "commission_only", base_pay_cents: 0 },
  { name: "Tom Becker", username: "tom", pay_type: "hourly", base_pay_cents: 2800 },
] as const;

/** Name, SKU, category, list price and cost in cents, commission in basis points. */
export const ITEMS = [
  ["AC tune-up", "TUNE-AC", "maintenance", 12_900, 3_500, 500],
  ["Drain line clearing", "DRAIN-CLEAR", "repair", 18_500, 2_200, 600],
  ["Dual run capacitor 45/5 MFD", "CAP-45-5", "repair", 24_900, 2_400, 700],
  ["Condenser fan motor", "FAN-COND", "repair", 64_900, 17_800, 700],
  ["Evaporator coil", "COIL-EVAP", "repair", 189_000, 72_000, 750],
  ["Smart thermostat, installed", "STAT-SMART", "upgrade", 42_900, 19_500, 800],
  ["Whole-home UV air purifier", "UV-AIR", "upgrade", 119_500, 42_000, 900],
  ["Annual maintenance package", "MAINT-ANNUAL", "agreement", 28_900, 9_000, 750],
  ["3-ton heat pump, 16 SEER2, installed", "HP-3T-16", "installation", 985_000, 452_000, 400],
  ["4-ton split system, 17 SEER2, installed", "SPLIT-4T-17", "installation", 1_240_000, 588_000, 400],
] as const;

/** Streets, cities and ZIP codes around Tampa, with the coordinates of the ZIP code. */
export const PLACES = [
  { street: "Bayshore Blvd", city: "Tampa", zip: "33606", latitude: 27.932, longitude: -82.466 },
  { street: "W Azeele St", city: "Tampa", zip: "33609", latitude: 27.943, longitude: -82.505 },
  { street: "N Florida Ave", city: "Tampa", zip: "33604", latitude: 28.017, longitude: -82.456 },
  { street: "Bruce B Downs Blvd", city: "Tampa", zip: "33647", latitude: 28.115, longitude: -82.367 },
  { street: "W Brandon Blvd", city: "Brandon", zip: "33511", latitude: 27.906, longitude: -82.299 },
  { street: "Bloomingdale Ave", city: "Valrico", zip: "33596", latitude: 27.893, longitude: -82.243 },
  { street: "Big Bend Rd", city: "Riverview", zip: "33578", latitude: 27.838, longitude: -82.336 },
  { street: "Gulf to Bay Blvd", city: "Clearwater", zip: "33765", latitude: 27.967, longitude: -82.747 },
  { street: "Main St", city: "Dunedin", zip: "34698", latitude: 28.021, longitude: -82.774 },
  { street: "4th St N", city: "St. Petersburg", zip: "33704", latitude: 27.795, longitude: -82.638 },
  { street: "Dale Mabry Hwy", city: "Lutz", zip: "33548", latitude: 28.139, longitude: -82.487 },
  { street: "Land O' Lakes Blvd", city: "Land O' Lakes", zip: "34639", latitude: 28.229, longitude: -82.451 },
] as const;

const FIRST = ["John", "Maria", "Robert", "Linda", "James", "Patricia", "Carlos", "Susan", "Kevin", "Angela"];
const LAST = ["Smith", "Garcia", "Nguyen", "Brown", "Hernandez", "Miller", "Davis", "O'Connor"];
const LETTERS = FIRST.length;

/** 40 customers with different names and addresses. Their phone numbers are from the range that is reserved for fiction. */
export const CUSTOMERS = Array.from({ length: 40 }, (_, i) => {
  const place = PLACES[i % PLACES.length] ?? PLACES[0];
  return {
    name: `${FIRST[i % LETTERS]} ${LAST[(i + Math.floor(i / LETTERS)) % LAST.length]}`,
    phone: `+1 813 555 01${String(i).padStart(2, "0")}`,
    address: `${101 + i * 37} ${place.street}`,
    ...place,
  };
});

/** Problems that customers report: title, description and priority. */
export const PROBLEMS = [
  ["AC not cooling", "Blows warm air, thermostat reads 85F", "high"],
  ["No power at the air handler", "Breaker trips when the fan starts", "urgent"],
  ["Water at the indoor unit", "Ceiling stain below the air handler", "high"],
  ["Spring tune-up", "Annual maintenance visit", "normal"],
  ["Noisy condenser", "Rattles on start, customer works nights", "normal"],
  ["Thermostat upgrade", "Wants a smart thermostat, has a C wire", "low"],
  ["Heat pump quote", "System from 2009, asks about 16 SEER2", "normal"],
  ["Frozen coil", "Ice on the suction line since last night", "high"],
] as const;

const nth = <T>(list: readonly T[], i: number): T => {
  const found = list[i % list.length];
  if (found === undefined) throw new Error("an empty list");
  return found;
};
export const customerOf = (i: number) => nth(CUSTOMERS, i);

/** The job that a customer's call creates. */
export function callOf(i: number) {
  const customer = customerOf(i);
  const [title, description, priority] = nth(PROBLEMS, i * 5 + Math.floor(i / CUSTOMERS.length));
  return {
    title: `${title} - ${customer.name.split(" ").at(-1)}`,
    description,
    priority,
    customer_name: customer.name,
    customer_phone: customer.phone,
    service_address: customer.address,
    service_city: customer.city,
    service_state: "FL",
    service_zip: customer.zip,
  };
}
