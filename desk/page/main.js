// The desk: each thing on it has a file of its own, and gets its section of what there is to see.

import { $, trouble } from "./dom.js";
import { showGlass } from "./glass.js";
import { keepLine } from "./line.js";
import { showPanel } from "./panel.js";
import { showPaper } from "./paper.js";
import { showPlugs } from "./plugs.js";
import { showSensor } from "./sensor.js";
import { showTill } from "./till.js";
import { changeLanguage, fill, language, say } from "./words.js";

fill();
$("language").textContent = say("other_language");
$("language").addEventListener("click", changeLanguage);
$("archive").href = `/archive?lang=${language}`;

const things = [];
const act = keepLine("/live", data => {
  const news = JSON.parse(data);
  if (news.trouble) trouble(news.trouble);
  for (const thing of things) thing(news);
});
things.push(showSensor(act), showPanel(act), showPaper(act), showPlugs(act), showTill());
showGlass();
