// The network plug and the power plug, and what the panel's switches tell of: the mains and the case.

import { $, make } from "./dom.js";
import { draw } from "./icons.js";
import { follow } from "./status.js";
import { say } from "./words.js";

const BODY = { fill: "#3B414C" }, EDGE = { fill: "none", stroke: "#B9B3A5", "stroke-width": 1.5 };

/** A jack of the network: a clip with its cable, in a square socket. */
function network() {
  return draw("svg", { viewBox: "0 0 78 46", "aria-hidden": "true" },
    draw("rect", { x: 44, y: 6, width: 32, height: 34, rx: 7, fill: "#FFFFFF", stroke: "#CFC9BC" }),
    draw("path", { d: "M52 15h16v12h-3v4h-10v-4h-3z", fill: "#14181F" }),
    draw("g", { class: "cord" },
      draw("path", { d: "M2 78C0 44 8 23 26 23", fill: "none", stroke: "#1E3A8A", "stroke-width": 4, "stroke-linecap": "round" }),
      draw("rect", { x: 26, y: 15, width: 22, height: 16, rx: 3, ...BODY }),
      draw("path", { d: "M48 18.5h9v9h-9z", fill: "#C9D3E6" }),
      draw("path", { d: "M30 15v-3h12", ...EDGE })));
}

/** A plug of the mains: two pins, in a round socket. */
function power() {
  return draw("svg", { viewBox: "0 0 78 46", "aria-hidden": "true" },
    draw("circle", { cx: 60, cy: 23, r: 17, fill: "#FFFFFF", stroke: "#CFC9BC" }),
    draw("circle", { cx: 60, cy: 23, r: 11.5, fill: "#EEEBE3", stroke: "#CFC9BC" }),
    draw("g", { class: "cord" },
      draw("path", { d: "M-2 78C-4 44 4 23 22 23", fill: "none", stroke: "#2A2E35", "stroke-width": 4.5, "stroke-linecap": "round" }),
      draw("path", { d: "M52 18.5h10M52 27.5h10", fill: "none", stroke: "#9AA1AD", "stroke-width": 3.5, "stroke-linecap": "round" }),
      draw("path", { d: "M22 23c0-7 5-12 12-12h14a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6h-14c-7 0-12-5-12-12z", ...BODY })));
}

const SWITCHES = { mains: ["cut", "restore"], case: ["open", "shut"] };

/** Two small switches: the supply's mains, and the terminal's case. */
function showSwitches(act) {
  let well = { mains: true, case: true }, powered = true;
  const made = Object.entries(SWITCHES).map(([name, [away, back]]) => {
    const says = make("small");
    const button = make("button", {
      className: "switch", role: "switch", id: `switch-${name}`,
      onclick: () => act({ do: well[name] ? away : back, switch: name }),
    }, make("i"), make("b", { textContent: say(name) }), says);
    return [name, button, says];
  });
  $("switches").append(...made.map(([, button]) => button));
  return news => {
    well = news.switches ?? well;
    powered = news.plugs?.power ?? powered;
    for (const [name, button, says] of made) {
      button.setAttribute("aria-checked", String(well[name]));
      button.disabled = !powered;
      says.textContent = say(`${name}_${well[name] ? "well" : "away"}`);
      says.className = well[name] ? "" : "warn";
    }
  };
}

export function showPlugs(act) {
  let plugs = { network: true, power: true }, processes = {}, status = null;
  const made = Object.fromEntries([["network", network], ["power", power]].map(([name, drawing]) => {
    const says = make("small");
    const button = make("button", {
      className: "plug", role: "switch", id: `plug-${name}`,
      onclick: () => act({ do: plugs[name] ? "pull" : "plug", plug: name }),
    }, make("span", {}, make("b", { textContent: say(name) }), says), drawing());
    return [name, { button, says }];
  }));
  $("plugs").append(made.network.button, made.power.button);
  const showSwitched = showSwitches(act);

  const show = (name, words, mood) => {
    made[name].button.setAttribute("aria-checked", String(plugs[name]));
    made[name].says.textContent = words;
    made[name].says.className = mood;
  };
  const showAll = () => {
    const queue = status?.queue.to_upload ?? 0;
    const all = Object.keys(processes).length, running = Object.values(processes).filter(Boolean).length;
    show("network", queue ? say("to_upload", queue) : say(plugs.network ? (status ? "all_sent" : "plugged") : "pulled"), plugs.network && !queue ? "good" : "warn");
    if (!plugs.power) show("power", say("pulled"), "warn");
    else if (!status) show("power", say("starting"), "");
    else show("power", say("processes", running, all), running === all ? "good" : "warn");
  };
  follow(news => { status = news; showAll(); });
  return news => {
    plugs = news.plugs ?? plugs;
    processes = news.processes ?? processes;
    showAll();
    showSwitched(news);
  };
}
