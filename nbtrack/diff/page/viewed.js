"use strict";
// Whoever reviews many cells ticks off what was seen: the cell folds, and stays so while its change is the same.
(() => {
  const NAME = "nbtrack-viewed", MOST = 2000; // ticks that are remembered, the newest
  const cards = [...document.querySelectorAll(".card")];
  const sum = document.querySelector(".sum");
  if (!cards.length || !sum) return;

  // FNV-1a: no secret, only a name for what a cell shows.
  function digest(text) {
    let found = 0x811c9dc5;
    for (let place = 0; place < text.length; place++) found = Math.imul(found ^ text.charCodeAt(place), 0x01000193);
    return (found >>> 0).toString(36);
  }
  const where = `${location.pathname}?${new URLSearchParams(location.search).getAll("run")}`;
  const names = new Map(cards.map((card) => [card, `${digest(where)}-${digest(card.innerHTML)}-${card.id}`]));
  function known() {
    try { return JSON.parse(localStorage.getItem(NAME)) ?? [] } catch { return [] } // a page from a file may not remember
  }
  function remember(name, isViewed) {
    const others = known().filter((one) => one !== name);
    try { localStorage.setItem(NAME, JSON.stringify(isViewed ? [...others, name].slice(-MOST) : others)) } catch { /* as above */ }
  }

  const counted = document.createElement("span");
  counted.className = "amount seen";
  sum.append(counted);
  const boxes = new Map();
  function show(card) {
    const isViewed = boxes.get(card).checked;
    card.classList.toggle("viewed", isViewed);
    document.querySelector(`.map a[href="#${CSS.escape(card.id)}"]`)?.classList.toggle("viewed", isViewed);
    const seen = [...boxes.values()].filter((box) => box.checked).length;
    counted.textContent = seen ? `${seen} of ${cards.length} viewed` : "";
  }
  function tick(card) {
    remember(names.get(card), boxes.get(card).checked);
    show(card);
  }

  const before = new Set(known());
  for (const card of cards) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: before.has(names.get(card)) });
    const label = document.createElement("label");
    label.className = "tick";
    label.append(box, "viewed");
    box.setAttribute("aria-label", `${card.querySelector("h2 b").textContent} viewed`);
    box.addEventListener("change", () => tick(card));
    card.querySelector("h2").append(label);
    boxes.set(card, box);
    show(card);
  }

  // The cell is ticked off, and the next one that is not comes into sight.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "v" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open]")) return;
    const card = document.activeElement?.closest(".card") ?? cards.find((one) => !boxes.get(one).checked);
    if (!card) return;
    boxes.get(card).checked = !boxes.get(card).checked;
    tick(card);
    const next = boxes.get(card).checked && cards.slice(cards.indexOf(card)).find((one) => !boxes.get(one).checked);
    (next || card).closest(".book")?.setAttribute("open", "");
    (next || card).focus({ preventScroll: true });
    (next || card).scrollIntoView({ block: next ? "start" : "nearest" });
  });
})();
