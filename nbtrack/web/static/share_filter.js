// What a shared page leaves in its table of runs: those that meet the condition in the field above it, and those that
// were chosen in a chart.
const left = { where: null, brush: null };
const field = document.getElementById("where");
const keys = heads.map((head) => head.dataset.key);

// What a cell says: numbers, yes and no, and nothing are told from texts that look like them.
const PLAIN = new Map([["", null], ["None", null], ["True", true], ["False", false], ["nan", NaN], ["inf", Infinity], ["-inf", -Infinity]]);
function saidBy({ dataset: { value: text = "", text: isText } }) {
  if (isText !== undefined) return text;
  if (PLAIN.has(text)) return PLAIN.get(text);
  return isNaN(text) ? text : Number(text);
}

// A fact wins over a metric, a metric over a parameter, as on the live page.
const FACTS = {
  id: (row) => row.dataset.id, notebook: (row) => row.dataset.notebook, name: (row) => row.dataset.name ?? null,
  status: (row) => value(row, keys.indexOf("status")), started: (row) => value(row, keys.indexOf("started")),
  tags: (row) => tagsOf(row).join(", ") || null,
};
const tagsOf = (row) => [...row.querySelectorAll(".tag")].map((tag) => tag.textContent);
const alike = new Map([...document.querySelectorAll("#alike dt")].map((term) => [term.textContent, term.nextElementSibling]));
function valueOf(row, name) {
  if (Object.hasOwn(FACTS, name)) return FACTS[name](row);
  const at = [name, `metric:${name}`, `param:${name}`].map((key) => keys.indexOf(key)).find((one) => one >= 0);
  const said = at === undefined ? alike.get(name.replace(/^param:/, "")) : row.cells[at];
  return said && saidBy(said);
}

function narrow() {
  const parts = Object.values(left).filter(Boolean);
  for (const row of body.rows) row.hidden = !parts.every((part) => part(row));
  const gone = new Set([...body.rows].filter((row) => row.hidden).map((row) => row.dataset.id));
  for (const line of curves?.querySelectorAll("polyline") ?? []) line.classList.toggle("away", gone.has(line.dataset.id));
}

const onRows = (condition, of) => (row) => condition((name) => of(row, name), () => tagsOf(row));

function filter(text) {
  let said = "";
  left.where = null;
  try {
    if (text.trim()) {
      const meets = onRows(conditionOf(text), (row, name) => {
        const found = valueOf(row, name);
        if (found === undefined) throw new RangeError(`the table has no ${name}`);
        return found;
      });
      [...body.rows].forEach(meets); // so that a name which nothing has is said, and all rows stay
      left.where = meets;
    }
  } catch (error) { said = error.message }
  narrow();
  field.setAttribute("aria-invalid", String(Boolean(said)));
  const count = [...body.rows].filter((row) => !row.hidden).length;
  document.getElementById("found").textContent = said || (left.where ? `${count} of ${body.rows.length} runs` : "");
}

if (field) {
  field.parentElement.hidden = false;
  field.value = params().get("where") ?? "";
  filter(field.value);
  field.addEventListener("input", () => {
    filter(field.value);
    remember((found) => field.value.trim() ? found.set("where", field.value) : found.delete("where"));
    document.dispatchEvent(new Event("narrowed"));
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") field.blur() });
}
