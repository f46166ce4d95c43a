// The till: a form, then how far its request has come, and what was asked for before.

import { ask } from "./api.js";
import { $ } from "./dom.js";
import { showForm } from "./form.js";
import { showHistory } from "./history.js";
import { showProgress } from "./progress.js";
import { follow } from "./status.js";
import { say } from "./words.js";

export function showTill() {
  const turn = progress => { $("sale").hidden = progress; $("progress").hidden = !progress; };
  const show = id => { turn(true); showProgress(id, () => turn(false)); };
  showForm(async (request, key) => show((await ask(request, key)).id));
  const tell = showHistory(show);
  const away = showAway();
  return ({ till, plugs }) => {
    if (till) tell(till.asked);
    if (plugs) away(plugs.power);
  };
}

/** Say why the terminal does not answer, while it does not. Returns what takes whether its plug is in. */
function showAway() {
  let power = true, answers = true;
  const show = () => {
    const why = !power ? "away_power" : answers ? "" : "away_start";
    $("away").hidden = !why;
    $("away").textContent = why && say(why);
    $("ask").disabled = Boolean(why);
  };
  follow(status => { answers = Boolean(status); show(); });
  return plugged => { power = plugged; show(); };
}
