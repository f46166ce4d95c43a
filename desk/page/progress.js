// How far a request has come, as the API tells it.

import { Refused, cancel, watch } from "./api.js";
import { $, enlarge, make, trouble } from "./dom.js";
import { say } from "./words.js";

const STEPS = ["pending", "displayed", "signing", "checking", "saving", "completed"];
const ENDS = ["completed", "cancelled", "failed"];
const MOODS = { printed: "good", acknowledged: "good", waiting: "warn", failed: "bad", refused: "bad" };

let watching = new AbortController();

/** Nothing more will happen to this request, nor to its record. */
const settled = request => ENDS.includes(request.state)
  && !(request.state === "completed" && (["waiting", "sent"].includes(request.uploaded) || ["waiting", "printing"].includes(request.printed)));

/** How a request ended or where it is, in a few words. */
export function standing(request) {
  return request.state === "cancelled" ? say(`by_${request.reason}`) : request.message ?? say(request.state);
}

/** Show one request until another is shown; `next` brings the form back. */
export function showProgress(id, next) {
  watching.abort();
  watching = new AbortController();
  const times = {};
  const leave = () => { watching.abort(); next(); };
  watch(id, request => {
    times[request.state] ??= new Date();
    draw(request, times, leave);
  }, settled, watching.signal);
}

function draw(request, times, next) {
  const ended = ENDS.includes(request.state);
  $("progress").dataset.state = request.state;
  $("progress").replaceChildren(
    make("p", { className: "what" }, make("b", { textContent: request.reference })),
    make("ol", { className: "steps" }, ...steps(request).map(step => stepOf(step, request, times))),
    request.record_id ? proof(request) : null,
    ended ? make("button", { className: "go", id: "next", textContent: say("next"), onclick: next })
      : make("button", { className: "quiet", id: "take-back", textContent: say("cancel_request"), onclick: () => takeBack(request.id) }));
}

/** The steps on the way; one that went wrong ends where it came to. */
function steps({ state, displayed }) {
  if (!ENDS.includes(state) || state === "completed") return STEPS;
  return ["pending", ...(displayed ? ["displayed"] : []), state];
}

function stepOf(step, request, times) {
  const order = steps(request), at = order.indexOf(request.state), place = order.indexOf(step);
  const mood = place < at ? "done" : place > at ? "" : step === "completed" ? "good" : ENDS.includes(step) ? "bad" : "now";
  const told = { pending: request.created, displayed: request.displayed, [ENDS.includes(step) ? step : ""]: request.ended }[step];
  const when = place <= at ? (told ? new Date(told) : times[step]) : null;
  return make("li", { className: mood }, step === request.state ? standing(request) : say(step),
    make("time", { textContent: when ? when.toLocaleTimeString([], { hour12: false }) : "" }));
}

function proof(request) {
  const source = `/till/records/${request.record_id}/signature.png`;
  const code = `${request.match_code.slice(0, 4)} ${request.match_code.slice(4)}`;
  const dot = (name, value) => make("span", { className: `dot ${MOODS[value] ?? ""}`, textContent: say(`${name}_${value}`) });
  const image = make("img", { src: source, alt: "", onclick: () => enlarge(source), onerror: () => image.remove() });
  return make("div", { className: "proof" }, image,
    make("p", { className: "code" }, make("small", { textContent: say("match_code") }), make("b", { id: "match-code", textContent: code })),
    make("p", { className: "onward" }, dot("printed", request.printed), dot("uploaded", request.uploaded)));
}

async function takeBack(id) {
  try {
    await cancel(id);
  } catch (error) {
    if (error instanceof Refused) trouble(error.message);
    else throw error;
  }
}
