// The paper: a strip that grows out of the slot, and the slips that were torn off.

import { $, enlarge, make } from "./dom.js";
import { follow } from "./status.js";
import { say } from "./words.js";

const MOST_SHOWN = 6;

export function showPaper(act) {
  const strip = $("strip"), paper = make("canvas", { height: 0 });
  let state = { loaded: true, covered: true, tears: 0, kept: 0 }, waiting = 0;
  let drawing = Promise.resolve();

  $("strip-view").ariaLabel = $("strip-view").title = say("see_strip");
  $("strip-view").addEventListener("click", () => { if (paper.height) enlarge(paper.toDataURL()); });
  $("tear").addEventListener("click", () => act({ do: "tear" }));
  $("roll").addEventListener("click", () => act({ do: state.loaded ? "take paper out" : "put paper back" }));
  $("cover").addEventListener("click", () => act({ do: state.covered ? "open cover" : "close cover" }));

  const label = () => {
    $("roll").textContent = say(state.loaded ? "roll_out" : "roll_in");
    $("cover").textContent = say(state.covered ? "cover_open" : "cover_close");
    $("tear").disabled = !paper.height;
    document.querySelector(".case").classList.toggle("open", !state.covered);
    const why = state.covered ? (state.loaded ? "" : say("has_no_paper")) : say("is_open");
    const what = waiting ? say("slips_wait", waiting) : "";
    $("printer-says").textContent = [why, what].filter(Boolean).join(" · ");
    $("printer-says").classList.toggle("warn", Boolean(why));
  };
  follow(status => { waiting = status?.queue.to_print ?? 0; label(); });

  const grow = async news => {
    const torn = news.from === 0 && paper.height > 0;
    if (torn) flyAway(strip);
    const kept = news.from && paper.height ? await createImageBitmap(paper) : null;
    paper.width = news.width;
    paper.height = news.height;
    const paint = paper.getContext("2d");
    if (kept) paint.drawImage(kept, 0, 0);
    if (news.rows) paint.drawImage(await load(news.rows), 0, news.from);
    await shrink(paper, $("paper"));
    label();
  };
  addEventListener("resize", () => { drawing = drawing.then(() => shrink(paper, $("paper"))); });

  label();
  return news => {
    if (news.printer) {
      state = news.printer;
      showPile(state);
      label();
    }
    if (news.strip) drawing = drawing.then(() => grow(news.strip));
  };
}

/** Draw the paper as wide as it is shown: thin rules and small print would not survive a careless reduction. */
async function shrink(paper, shown) {
  const width = Math.round(shown.clientWidth * devicePixelRatio);
  const height = Math.round(paper.height * width / paper.width);
  shown.dataset.rows = paper.height;
  shown.width = width;
  shown.height = height;
  if (!width || !height) return;
  const picture = await createImageBitmap(paper, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  shown.getContext("2d").drawImage(picture, 0, 0);
}

/** Let a copy of the strip be torn off, over the place where the next one grows. */
function flyAway(strip) {
  const copy = strip.cloneNode(true);
  copy.firstElementChild.removeAttribute("id");
  copy.removeAttribute("id");
  copy.firstElementChild.getContext("2d").drawImage(strip.firstElementChild, 0, 0);
  copy.classList.add("torn");
  strip.parentElement.append(copy);
  copy.addEventListener("animationend", () => copy.remove());
}

/** Lay the torn slips on a pile, the latest on top. */
function showPile({ tears, kept }) {
  const shown = Math.min(kept, MOST_SHOWN);
  $("pile").replaceChildren(...Array.from({ length: shown }, (_, index) => {
    const number = kept - shown + index;
    const source = `/slips/${number}.png?tear=${tears - kept + number}`;
    const slip = make("button", { title: say("see_slip"), ariaLabel: say("see_slip"), onclick: () => enlarge(source) });
    slip.style.backgroundImage = `url(${source})`;
    slip.style.setProperty("--turn", `${((tears - kept + number) * 47) % 13 - 6}deg`);
    return slip;
  }));
}

async function load(source) {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  return picture;
}
