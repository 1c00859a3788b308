// Sends what was filled in, exactly once: the device names the submission and the server knows a name that it has had.

/** Says what became of it: sent; later (no network, or the server is busy); refused, with the problems by key where there are some. */
export async function send(record, keep) {
  try {
    for (const file of record.files.filter(({ id }) => id === undefined)) {
      const query = new URLSearchParams({ field: file.field, name: file.name });
      const { data, refused } = await post(`${record.path}/files?${query}`, file.blob, file.blob.type);
      if (refused) return refused;
      file.id = data.id;
      await keep(record);
    }
    const { refused } = await post(`${record.path}/submit`, JSON.stringify(bodyOf(record)), "application/json");
    return refused ?? { outcome: "sent" };
  } catch {
    return { outcome: "later" };
  }
}

/** What was changed here, and no more: others may have gone on with the rest. Files go by the ids that the server gave them. */
function bodyOf({ answers, changed, files, queued, formVersion, startedAt }) {
  const ids = new Map(files.map(({ local, id }) => [local, id]));
  const named = (value) => {
    if (Array.isArray(value)) return [...new Set(value.map(named))]; // what the server has already is the file that is there
    if (value === null || typeof value !== "object") return ids.get(value) ?? value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
  };
  const sent = changed.map((key) => [key, named(answers[key] ?? null)]);
  const { clientEventId } = queued;
  return {
    form_version: formVersion,
    answers: Object.fromEntries(sent),
    client_event_id: clientEventId,
    started_at: startedAt,
  };
}

async function post(path, body, type) {
  const response = await fetch(path, { method: "POST", headers: { "content-type": type }, body });
  if (response.status === 408 || response.status === 429 || response.status >= 500) throw new Error("later");
  const { data, error } = await response.json();
  if (response.ok) return { data };
  if (error?.reason?.endsWith(".changed_meanwhile")) throw new Error("later"); // another request was at it: asked again
  const problems = Object.entries(error?.fields ?? {}).flatMap(([name, problem]) =>
    name.startsWith("answers.") ? [[name.slice("answers.".length), problem]] : [],
  );
  return {
    refused: {
      outcome: "refused",
      message: error?.message ?? "It could not be sent.",
      problems: Object.fromEntries(problems),
    },
  };
}
