// The form that asks for a signature.

import { $, choice, make } from "./dom.js";
import { pdfField } from "./pdf.js";
import { inAll, language, say } from "./words.js";

const GOODS = [["line_1", "2", "178.00"], ["line_2", "1", "598.00"], ["line_3", "1", "504.00"], ["line_4", "1", "26.80"], ["line_5", "1", "89.90"]];
const METHODS = ["touch", "stylus", "fingerprint"];
const FIRST_NUMBER = 2041;

/** Decimal strings are added as whole hundredths: money is not a floating-point number. */
export function total(amounts) {
  const hundredths = amounts.reduce((sum, amount) => {
    const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
    return whole === undefined ? sum : sum + (sign ? -1n : 1n) * BigInt(whole + part.padEnd(2, "0"));
  }, 0n);
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, "0");
  return `${hundredths < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const money = amount => amount.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

const number = () => Number(localStorage.getItem("signpost-number") ?? FIRST_NUMBER);
const field = (word, control, wide = "") => make("label", { className: `field ${wide}` }, say(word), control);

/** Show the form; `submit(request, key)` posts it, and throws the sentence that refuses it. */
export function showForm(submit) {
  let kind = "sale", key = crypto.randomUUID(), goods = 0;
  const lines = make("div", { className: "lines" });
  const sum = make("strong", { id: "sum" });
  const compute = () => sum.replaceChildren(make("small", { textContent: "¥" }), money(total([...lines.querySelectorAll(".price")].map(input => input.value))));
  const addLine = () => {
    const [word, quantity, price] = GOODS[goods++ % GOODS.length];
    const line = make("div", { className: "line" },
      make("input", { className: "text", value: say(word), ariaLabel: say("text"), required: true }),
      make("input", { className: "quantity", value: quantity, ariaLabel: say("quantity"), inputMode: "decimal", pattern: "[0-9.]+" }),
      make("input", { className: "price", value: price, ariaLabel: say("price"), inputMode: "decimal", pattern: "-?[0-9]+(\\.[0-9]{1,2})?", oninput: compute }),
      make("button", { className: "drop", type: "button", textContent: "×", ariaLabel: say("remove"), onclick: () => { line.remove(); compute(); } }));
    lines.append(line);
    compute();
  };
  for (let count = 0; count < 3; count++) addLine();

  const kinds = make("div", { className: "choice kind" });
  const title = make("input", { value: say("document_title") });
  const body = make("textarea", { value: say("document_body") });
  const sale = make("div", {}, lines, make("button", { className: "more", type: "button", textContent: `+ ${say("add_line")}`, onclick: addLine }),
    make("p", { className: "sum" }, make("span", { textContent: say("amount") }), sum));
  const text = field("body", body);
  const [pdf, attached] = pdfField(there => { text.hidden = there; key = crypto.randomUUID(); });
  const paper = make("div", { hidden: true }, field("title", title), text, pdf);
  paper.style.display = "grid";
  paper.style.gap = "10px";

  const reference = make("input", { id: "reference", value: `INV-${number()}`, maxLength: 64, required: true });
  const glassLanguage = make("select", {}, ...[["", "any_language"], ["zh-CN", "中文"], ["en", "English"]].map(([value, word]) => make("option", { value, textContent: say(word) })));
  const copies = make("select", {}, ...["1", "2", "0"].map(value => make("option", { value, textContent: value })));
  const ticks = METHODS.map(method => make("input", { type: "checkbox", checked: true, value: method, name: "method" }));
  const rest = make("details", { className: "rest" }, make("summary", { textContent: say("details") }), make("div", {},
    field("reference", reference), field("copies", copies), field("language", glassLanguage, "wide"),
    make("div", { className: "field wide" }, say("methods"), make("div", { className: "ticks" }, ...ticks.map(tick => make("label", {}, tick, say(tick.value)))))));
  const wrong = make("p", { className: "wrong", role: "alert", hidden: true });
  const go = make("button", { className: "go", id: "ask", textContent: say("ask") });

  const form = $("sale");
  form.append(kinds, sale, paper, rest, wrong, go);
  choice(kinds, ["sale", "document"], say, value => { kind = value; sale.hidden = kind !== "sale"; paper.hidden = kind === "sale"; });

  // What was not changed is known in both languages; what was typed is asked for in the one that it was typed in.
  const texts = (name, value) => value === say(name) ? inAll(name) : { [language === "en" ? "en" : "zh"]: value };
  const request = () => ({
    reference: reference.value.trim(),
    kind,
    methods: ticks.filter(tick => tick.checked).map(tick => tick.value),
    print: { copies: Number(copies.value) },
    ...(glassLanguage.value && { language: glassLanguage.value }),
    ...(kind === "sale" ? {
      amount: total([...lines.querySelectorAll(".price")].map(input => input.value)),
      currency: "CNY",
      lines: [...lines.children].map(line => ({ text: line.querySelector(".text").value, quantity: line.querySelector(".quantity").value, amount: line.querySelector(".price").value })),
    } : { title: texts("document_title", title.value), ...(attached() ? { document: attached() } : { body: texts("document_body", body.value) }) }),
  });

  // What was changed is another request; what was only sent again is the same one.
  form.addEventListener("input", () => { key = crypto.randomUUID(); });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    go.disabled = true;
    wrong.hidden = true;
    try {
      await submit(request(), key);
      localStorage.setItem("signpost-number", String(number() + 1));
      reference.value = `INV-${number()}`;
      key = crypto.randomUUID();
    } catch (error) {
      wrong.textContent = error.message;
      wrong.hidden = false;
    } finally {
      go.disabled = false;
    }
  });
}
