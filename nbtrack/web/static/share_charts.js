// Charts of a shared page: the same as of the live one, with numbers that the page brings along.
class SharedCharts extends Charts {
  constructor(box, page, numbers) { super(box, page); this.numbers = numbers }

  load(frame) {
    const kept = JSON.parse(document.getElementById("charts-frame").textContent);
    if (kept.file) frame.src = kept.file; else frame.srcdoc = kept.text;
  }

  numbersLink() { return "" } // the page has its own, for the whole table

  open(id) { location.hash = `#run-${id}` }

  columns() { return this.numbers.offered }

  async values(keys) {
    const conditions = [left.where, this.source === this.kind ? null : left.brush].filter(Boolean);
    const kept = this.numbers.ids.map((id) => conditions.every((meets) => meets(rowOf(id))));
    const among = (values) => values.filter((_, place) => kept[place]);
    return { ids: among(this.numbers.ids), names: among(this.numbers.names), columns: Object.fromEntries(keys.map((key) => [key, among(this.numbers.columns[key])])) };
  }

  async points() {
    const ids = new Set(this.page.ids());
    return { metric: this.metric(), curves: (this.numbers.curves[this.metric().replace(/^metric:/, "")] ?? []).filter((curve) => ids.has(curve.id)) };
  }
}

const button = document.getElementById("charts-switch");
const byId = new Map([...body.rows].map((row) => [row.dataset.id, row]));
const rowOf = (id) => byId.get(id);
const rows = () => [...body.rows].filter((row) => !row.hidden);
const charts = new SharedCharts(document.getElementById("charts"), {
  brush(text) {
    remember((found) => text ? found.set("brush", text) : found.delete("brush"));
    leave(text);
    charts.refresh(params());
  },
  choose: remember,
  ids: () => rows().slice(0, 20).map((row) => row.dataset.id),
}, JSON.parse(document.getElementById("numbers").textContent));

// Leave the runs in the table that were chosen in a chart, now or by whoever sends the link.
function leave(text) {
  let trouble = "";
  left.brush = null;
  try { left.brush = text ? onRows(conditionOf(text), (row, name) => valueOf(row, name) ?? null) : null } catch { trouble = "cannot be read, so all runs are here: " }
  narrow();
  const all = Object.assign(document.createElement("button"), { type: "button", textContent: "✕", ariaLabel: "Forget what was chosen in the chart" });
  all.addEventListener("click", async () => { charts.source = null; charts.page.brush(""); await charts.draw() });
  document.getElementById("chosen").replaceChildren(...(text ? [trouble || `${rows().length} of ${body.rows.length} runs: `, text, " ", all] : []));
}

document.addEventListener("narrowed", () => charts.refresh(params()));
if (params().get("brush")) leave(params().get("brush"));
button.addEventListener("click", async () => button.setAttribute("aria-expanded", String(await charts.toggle(params()))));
if (params().get("chart")) button.click();
