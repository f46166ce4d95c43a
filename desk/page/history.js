// What was asked for in this run, the latest first.

import { watch } from "./api.js";
import { $, make } from "./dom.js";
import { standing } from "./progress.js";
import { say } from "./words.js";

const MOST = 8;
const ENDED = ["completed", "cancelled", "failed"];
const MOODS = { completed: "good", cancelled: "warn", failed: "bad" };

/** Show the list; `show(id)` is called with the one that was picked. Returns what takes the ids. */
export function showHistory(show) {
  const known = new Map();
  const draw = () => {
    const rows = [...known.entries()].reverse().filter(([, request]) => request).slice(0, MOST);
    $("history").replaceChildren(...(rows.length ? [make("h2", { textContent: say("again") })] : []), ...rows.map(([id, request]) =>
      make("button", { onclick: () => show(id) }, make("span", { textContent: request.reference }),
        make("span", { className: `dot ${MOODS[request.state] ?? ""}`, textContent: standing(request), title: standing(request) }))));
  };
  return ids => {
    for (const id of ids.filter(id => !known.has(id))) {
      known.set(id, null);
      watch(id, request => { known.set(id, request); draw(); }, request => ENDED.includes(request.state), new AbortController().signal);
    }
  };
}
