// The lists of a shared page to keep, as CSV or JSON: tables and lists that say what they are called.
function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.replace(/[^\p{L}\p{N}.-]+/gu, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A spreadsheet takes a text that begins so for a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && isNaN(text) ? `'${text}` : text);
const quoted = (value) => `"${harmless(String(value ?? "")).replaceAll('"', '""')}"`;
// Which way of a metric is better, said for everybody, is no part of its name.
const named = (element) => (element.matches("tbody th") ? element.firstChild : element).textContent;
const plain = (element) => element.dataset.value ?? named(element).trim().replace(/\s+/g, " ");

const FORMS = {
  csv: (name, { names, rows }) => save([names, ...rows].map((row) => row.map(quoted).join(",")).join("\n") + "\n", "text/csv", `${name}.csv`),
  json(name, { names, rows }) {
    const made = rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value === "" ? null : value])));
    save(JSON.stringify({ [name.split(" ")[0]]: made }, null, 1), "application/json", `${name}.json`);
  },
};

function tableRows(table) {
  const heads = [...table.tHead.rows[0].cells];
  const numeric = heads.map((head) => head.classList.contains("number"));
  const said = (cell, at) => (numeric[at] && plain(cell) && !isNaN(plain(cell)) ? Number(plain(cell)) : plain(cell));
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const ids = rows.some((row) => row.dataset.id);
  return {
    names: [...(ids ? ["id"] : []), ...heads.map((head) => head.dataset.key ?? plain(head).toLowerCase())],
    rows: rows.map((row) => [...(ids ? [row.dataset.id] : []), ...[...row.cells].map(said)]),
  };
}

function listRows(list) {
  return { names: ["name", "version"], rows: [...list.children].map((one) => [one.firstChild.textContent.trim(), one.lastElementChild.textContent]) };
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

function menu(name, buttons) {
  const made = document.createElement("details");
  made.className = "keep";
  const title = Object.assign(document.createElement("summary"), { textContent: "⋯", title: "Keep", ariaLabel: `Keep ${name}` });
  const inner = document.createElement("div");
  inner.append(...buttons);
  made.append(title, inner);
  return made;
}

// Beside its heading, where it has one.
function place(kept, made) {
  if (kept.previousElementSibling?.matches("h3")) kept.previousElementSibling.append(made);
  else kept.before(made);
}

for (const kept of document.querySelectorAll("[data-keep]")) {
  const name = kept.dataset.keep;
  const rows = () => (kept.tHead ? tableRows(kept) : listRows(kept));
  const buttons = ["CSV", "JSON"].map((form) => button(form, () => FORMS[form.toLowerCase()](name, rows())));
  if (kept.id) document.querySelector(".tools").append(...buttons); // the table of the page
  else if (kept.tHead ? kept.tBodies[0].rows[0]?.cells.length > 1 : kept.children.length) place(kept.closest(".wide") ?? kept, menu(name, buttons));
}

// The points of drawn curves; pictures.js has the pictures.
const points = JSON.parse(document.getElementById("points")?.textContent ?? "null");
for (const one of document.querySelectorAll(".keep[hidden]")) one.hidden = false;
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("button[data-points]")?.dataset.points;
  if (!form) return;
  const metric = event.target.closest("figure").dataset.name;
  const rows = points.metrics[metric].flatMap((curve, place) => curve.map(([step, value]) => [points.runs[place].id, points.runs[place].name ?? "", step, value]));
  FORMS[form](`points of ${metric}`, { names: ["id", "name", "step", "value"], rows });
});
