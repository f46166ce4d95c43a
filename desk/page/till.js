// The till: a form, then how far its request has come, and what was asked for before.

import { ask } from "./api.js";
import { $ } from "./dom.js";
import { showForm } from "./form.js";
import { showHistory } from "./history.js";
import { showProgress } from "./progress.js";

export function showTill() {
  const turn = progress => { $("sale").hidden = progress; $("progress").hidden = !progress; };
  const show = id => { turn(true); showProgress(id, () => turn(false)); };
  showForm(async (request, key) => show((await ask(request, key)).id));
  const tell = showHistory(show);
  return ({ till }) => { if (till) tell(till.asked); };
}
