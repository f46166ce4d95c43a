// The unit's till API, through the desk, which adds the till's token.

/** A refusal of the API, in its own sentence. */
export class Refused extends Error {}

async function answered(answer) {
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(problem.detail || problem.title || `HTTP ${answer.status}`);
}

/** Ask for a signature. A key that was used before brings back the request that it made. */
export async function ask(request, key) {
  return answered(await fetch("/till/requests", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(request),
  }));
}

export const cancel = async id => answered(await fetch(`/till/requests/${id}/cancel`, { method: "POST" }));

const WAIT_S = 20, AGAIN_MS = 700;

/** Call `seen(request)` now and at every change, until `until(request)` or the signal. */
export async function watch(id, seen, until, signal) {
  let tag = "";
  while (!signal.aborted) {
    try {
      const answer = await fetch(`/till/requests/${id}?wait=${WAIT_S}`, { signal, cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 304) continue;
      const request = await answered(answer);
      tag = answer.headers.get("ETag") ?? "";
      seen(request);
      if (until(request)) return;
    } catch {
      await new Promise(resume => setTimeout(resume, AGAIN_MS)); // without power nobody answers; it comes back
    }
  }
}
