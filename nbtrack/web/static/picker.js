// Which columns stand in the table, which of them stay in sight, and by what runs are put together.
const offered = () => JSON.parse(document.getElementById("offered").textContent);

function make(tag, values = {}, ...inner) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inner);
  return made;
}

// What stands in a sheet is made anew with each table: what somebody is on, and how far they scrolled, stays.
function fill(sheet, ...made) {
  const fields = () => [...sheet.querySelectorAll("input, button, select")];
  const [at, top] = [fields().indexOf(document.activeElement), sheet.scrollTop];
  sheet.replaceChildren(...made);
  fields()[at]?.focus({ preventScroll: true });
  sheet.scrollTop = top;
}

export function fillPicker(params, go) {
  const sheet = document.getElementById("picker");
  const pins = params.getAll("pin");
  const columns = offered();
  const set = (keys) => go((found) => { found.delete("column"); for (const key of keys) found.append("column", key) });
  const chosen = () => columns.filter((one) => one.shown).map((one) => one.key);
  const search = make("input", { type: "search", placeholder: "Find a column", value: sheet.querySelector("input")?.value ?? "" });
  search.setAttribute("aria-label", "Find a column");
  const list = make("ul");
  const show = () => list.replaceChildren(...columns.filter((one) => one.name.toLowerCase().includes(search.value.toLowerCase())).map(line));
  const line = (column) => {
    const box = make("input", { type: "checkbox", checked: column.shown });
    box.addEventListener("change", () => { column.shown = box.checked; set(chosen()) });
    const pin = make("button", { type: "button", textContent: "⇤", title: "Pin" });
    pin.setAttribute("aria-pressed", String(pins.includes(column.key)));
    pin.setAttribute("aria-label", `Pin ${column.name}`);
    pin.addEventListener("click", () => go((found) => {
      const now = found.getAll("pin");
      found.delete("pin");
      const next = now.includes(column.key) ? now.filter((one) => one !== column.key) : [...now, column.key].slice(-3);
      for (const key of next) found.append("pin", key);
    }));
    return make("li", {}, make("label", {}, box, column.name, make("small", { textContent: column.kind + (column.varies ? "" : ", the same in all") })), pin);
  };
  search.addEventListener("input", show);
  const button = (text, act) => { const made = make("button", { type: "button", textContent: text }); made.addEventListener("click", act); return made };
  const row = make("div", { className: "row" },
    button("What differs", () => go((found) => found.delete("column"))),
    button("All", () => set(columns.map((one) => one.key))),
    button("Metrics", () => set(columns.filter((one) => one.kind === "metric").map((one) => one.key))));
  show();
  fill(sheet, row, search, list);
}

export function fillGrouping(params, go) {
  const sheet = document.getElementById("grouping");
  const select = make("select");
  select.setAttribute("aria-label", "Group by");
  select.append(make("option", { value: "", textContent: "not at all" }));
  for (const column of offered().filter((one) => one.kind !== "metric")) {
    select.append(make("option", { value: column.key, textContent: column.name, selected: params.get("group_by") === column.key }));
  }
  select.addEventListener("change", () => go((found) => { select.value ? found.set("group_by", select.value) : found.delete("group_by") }));
  fill(sheet, make("label", {}, "Group by ", select));
}
