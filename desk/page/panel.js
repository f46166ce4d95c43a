// The front panel: lamp, buzzer and two buttons.

import { $, hold } from "./dom.js";
import { CROSS, STAFF, icon } from "./icons.js";
import { showSound } from "./sound.js";
import { say } from "./words.js";

const LEAST_MS = 500;

/** Say the staff's PIN beside their button, where the desk made it up. */
function showPin(pin) {
  $("pin").hidden = !pin;
  $("pin").textContent = say("pin", pin);
}

export function showPanel(act) {
  for (const [id, shapes] of [["staff", STAFF], ["cancel", CROSS]]) {
    $(id).append(icon(shapes));
    $(id).ariaLabel = $(id).title = say(id);
    hold($(id), () => act({ do: "press button", button: id }), () => act({ do: "release button", button: id }));
  }
  const play = showSound();
  let quiet = 0;
  return ({ panel, plugs, staff }) => {
    if (staff) showPin(staff.pin);
    if (plugs) document.querySelector(".casing").classList.toggle("dark", !plugs.power);
    if (!panel) return;
    const lit = panel.lamp.some(part => part > 0);
    const [red, green, blue] = panel.lamp;
    const colour = `rgb(${[80 + 175 * red, 80 + 150 * green + 25 * blue, 80 + 175 * blue].map(Math.round).join(" ")})`;
    $("lamp").classList.toggle("lit", lit);
    $("lamp").style.setProperty("--glow", colour);
    $("lamp").ariaLabel = say(lit ? "lamp" : "lamp_off");
    $("buzzer").ariaLabel = say("buzzer");
    play(panel.tone_hz);
    clearTimeout(quiet);
    if (panel.tone_hz) $("buzzer").classList.add("sounding");
    else quiet = setTimeout(() => $("buzzer").classList.remove("sounding"), LEAST_MS);
  };
}
