import { byId, h } from "../dom.js";
import { statusNames } from "./state.js";

/** What a text is compared by: without case and accents. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a job is what its reader looks for. Pure: the tests run it in Node. `filter`: `text`, `technician`, `status`, `zone`, each "" for all. */
export function fitsFilter(job, { technicians }, { text, technician, status, zone }) {
  if (status && job.status !== status) return false;
  if (zone && String(job.zone_id) !== zone) return false;
  if (technician && job.technician_id !== null && String(job.technician_id) !== technician) return false;
  if (!text.trim()) return true;
  const name = technicians.get(job.technician_id)?.name;
  const { title, customer_name, customer_phone, service_address, service_city, service_zip, job_type } = job;
  const number = `#${job.job_number ?? job.id}`;
  const texts = [title, customer_name, service_address, service_city, service_zip, job_type, name, number];
  const haystack = fold(`${texts.filter(Boolean).join(" ")} ${(customer_phone ?? "").replace(/\D/g, "")}`);
  return fold(text)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

const NONE = { text: "", technician: "", status: "", zone: "" };

/** The search field and filters of the header. Calls `onChange` after each change. */
export function openFilters(onChange) {
  let filter = NONE;
  let zones = [];
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    filter = Object.fromEntries(new FormData(form));
    onChange();
  });
  byId("clear-filters").addEventListener("click", () => {
    form.reset();
    filter = NONE;
    onChange();
  });
  fillSelect("filter-status", Object.entries(statusNames));

  return {
    isOn: () => Object.values(filter).some((value) => value.trim() !== ""),
    /** How the layout leaves jobs and lanes out. */
    rules: () => ({
      fits: (job, board) => fitsFilter(job, board, filter),
      hasLane: ({ id }) => !filter.technician || String(id) === filter.technician,
      isFoundFirst: filter.text.trim() !== "",
    }),
    setZones(list) {
      zones = list;
      fillSelect(
        "filter-zone",
        list.map(({ id, name }) => [String(id), name]),
      );
    },
    zoneName: (id) => zones.find((zone) => zone.id === id)?.name ?? `Zone ${id}`,
    draw(board, found) {
      const names = [...board.technicians.values()].sort((a, b) => a.name.localeCompare(b.name));
      fillSelect(
        "filter-technician",
        names.map(({ id, name }) => [String(id), name]),
      );
      const isOn = this.isOn();
      byId("clear-filters").hidden = !isOn;
      const text = isOn ? `${found} ${found === 1 ? "job" : "jobs"}` : "";
      if (byId("found").textContent !== text) byId("found").textContent = text;
    },
  };
}

const filled = new Map();
/** Fills a select after its first option, which means all; keeps the choice. */
function fillSelect(id, options) {
  const sign = options.flat().join("|");
  if (filled.get(id) === sign) return;
  filled.set(id, sign);
  const select = byId(id);
  const { value } = select;
  select.replaceChildren(select.options[0], ...options.map(([key, name]) => h("option", { value: key }, name)));
  select.value = options.some(([key]) => key === value) ? value : "";
}
