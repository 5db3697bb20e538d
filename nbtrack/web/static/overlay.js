// Pictures of two of the runs laid over each other: which two, and how, stands in the address. How one lies over the
// other is what the script of the diff does, whose buttons these are.
const section = document.querySelector("section.beside-pictures");
const WAYS = { side: "b", swipe: "w", onion: "o", difference: "x" };

// A shared page has each picture once; these are of those further down on it.
for (const copy of section?.querySelectorAll("img[data-of]") ?? []) {
  copy.src = document.querySelector(`img[data-file="${copy.dataset.of}"]`)?.src ?? "";
  section.hidden = false;
}

class Overlay {
  constructor(around) {
    this.table = around.querySelector("table.pictured");
    this.laid = around.querySelector(".laid");
    this.model = around.querySelector("template").content.firstElementChild;
    this.switch = around.querySelector("button[data-lay]");
    this.chosen = [...around.querySelectorAll("select")];
    around.querySelector(".lay").hidden = false;
    this.switch.addEventListener("click", () => { this.way = this.way ? "" : "swipe"; this.draw(); this.remember() });
    for (const select of this.chosen) select.addEventListener("change", () => { this.way ||= "side"; this.draw(); this.remember() });
    this.laid.addEventListener("click", (event) => {
      const way = event.target.closest("button")?.value;
      if (way && way !== this.way) { this.way = way; this.press(); this.remember() }
    });
    const params = new URLSearchParams(location.search);
    const over = params.getAll("over");
    this.chosen.forEach((select, place) => { if ([...select.options].some((one) => one.value === over[place])) select.value = over[place] });
    this.way = params.get("as") in WAYS ? params.get("as") : "";
    if (this.way) this.draw();
  }

  remember() {
    const params = new URLSearchParams(location.search);
    params.delete("over");
    params.delete("as");
    if (this.way) { for (const select of this.chosen) params.append("over", select.value); params.set("as", this.way) }
    try { history.replaceState(null, "", `${location.pathname}?${params}${location.hash}`) } catch { /* some hosts show pages in frames */ }
  }

  draw() {
    this.table.parentElement.hidden = Boolean(this.way);
    this.laid.hidden = !this.way;
    this.switch.setAttribute("aria-pressed", String(Boolean(this.way)));
    this.laid.replaceChildren(...(this.way ? [...this.table.tBodies[0].rows].map((row) => this.pair(row)) : []));
    for (const [way, key] of Object.entries(WAYS)) this.laid.querySelector(`button[value="${way}"]`)?.setAttribute("aria-keyshortcuts", key);
    this.press();
  }

  // Lay all pictures over each other in the same way.
  press() { for (const button of this.laid.querySelectorAll(`button[value="${this.way}"]:not([aria-pressed=true])`)) button.click() }

  // Return the pictures that two runs have in a row of the table, the way the diff shows two.
  pair(row) {
    const made = this.model.cloneNode(true);
    const sides = this.chosen.map((select) => [select.selectedOptions[0].textContent, row.cells[select.selectedIndex + 1].querySelector("img")]);
    made.querySelector("h3 b").textContent = row.cells[0].textContent;
    made.querySelector("h3 span").textContent = sides.map(([label]) => label).join(" → ");
    sides.forEach(([label, shown], place) => {
      const figure = made.querySelectorAll("figure")[place];
      figure.querySelector("figcaption").textContent = shown ? label : `${label}: none`;
      if (shown) Object.assign(figure.querySelector("img"), { src: shown.src, alt: shown.alt });
      else figure.querySelector("img").remove();
    });
    if (sides.some(([, shown]) => !shown)) made.querySelector(".modes").remove();
    return made;
  }
}

if (section) new Overlay(section);
