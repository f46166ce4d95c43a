// How far a request has come, as the API tells it.

import { Refused, cancel, watch } from "./api.js";
import { $, enlarge, make, trouble } from "./dom.js";
import { say } from "./words.js";

const STEPS = ["pending", "displayed", "signing", "checking", "saving", "completed"];
const ENDS = ["completed", "cancelled", "failed"];
const SIGNATURES = ["signature.svg", "impression.png"]; // a record has the one or the other
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
  const leave = () => { watching.abort(); next(); };
  // What can be pressed is made once: a button that is made anew under a finger is never pressed.
  const parts = {
    times: {},
    name: make("b"),
    steps: make("ol", { className: "steps" }),
    proof: make("div", { className: "proof", hidden: true }),
    takeBack: make("button", { className: "quiet", id: "take-back", textContent: say("cancel_request"), onclick: () => takeBack(id) }),
    next: make("button", { className: "go", id: "next", textContent: say("next"), onclick: leave, hidden: true }),
  };
  delete $("progress").dataset.state;
  $("progress").replaceChildren(make("p", { className: "what" }, parts.name), parts.steps, parts.proof, parts.takeBack, parts.next);
  watch(id, request => draw(request, parts), settled, watching.signal);
}

function draw(request, { times, name, steps: list, proof, takeBack: back, next }) {
  const ended = ENDS.includes(request.state);
  times[request.state] ??= new Date();
  $("progress").dataset.state = request.state;
  name.textContent = request.reference;
  list.replaceChildren(...steps(request).map(step => stepOf(step, request, times)));
  if (request.record_id) showProof(proof, request);
  back.hidden = ended;
  next.hidden = !ended;
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

/** Show the signature and its match code, once there are any, and how far slip and upload have come. */
function showProof(proof, request) {
  const dot = (name, value) => make("span", { className: `dot ${MOODS[value] ?? ""}`, textContent: say(`${name}_${value}`) });
  const onward = make("p", { className: "onward" }, dot("printed", request.printed), dot("uploaded", request.uploaded));
  if (!proof.hidden) {
    proof.lastElementChild.replaceWith(onward);
    return;
  }
  const code = `${request.match_code.slice(0, 4)} ${request.match_code.slice(4)}`;
  const image = make("img", { alt: "", onclick: () => enlarge(image.src), onerror: () => showNext() });
  const sources = SIGNATURES.map(name => `/till/records/${request.record_id}/${name}`);
  const showNext = () => { if (sources.length) image.src = sources.shift(); else image.remove(); };
  showNext();
  proof.replaceChildren(image,
    make("p", { className: "code" }, make("small", { textContent: say("match_code") }), make("b", { id: "match-code", textContent: code })), onward);
  proof.hidden = false;
}

async function takeBack(id) {
  try {
    await cancel(id);
  } catch (error) {
    if (error instanceof Refused) trouble(error.message);
    else throw error;
  }
}
