// Which runs of the table are picked, on which somebody stands, and where in a table that is replaced the keyboard was.
import { address, keepAddress, params } from "./runs_address.js";

const view = document.getElementById("view");
export const picked = new Set();
export const standing = { row: null, id: null }; // the id stays where the row is replaced
let back = null; // what finds the place of the keyboard again

export function pickAsAddressed() {
  picked.clear();
  for (const id of address().getAll("pick")) picked.add(id);
}

export function mark(scope) {
  for (const row of scope.querySelectorAll("tr[data-id]")) {
    if (row.dataset.id === standing.id) { standing.row = row; row.classList.add("current") }
    const chosen = picked.has(row.dataset.id);
    row.classList.toggle("picked", chosen);
    row.querySelector("input").checked = chosen;
  }
  document.getElementById("chosen").hidden = picked.size === 0;
  document.getElementById("chosen-count").textContent = `${picked.size} selected`;
  const found = back && document.activeElement === document.body && view.querySelector(back);
  if (found) { found.focus({ preventScroll: true }); back = null }
}

export function pick(row, on = !picked.has(row.dataset.id)) {
  on ? picked.add(row.dataset.id) : picked.delete(row.dataset.id);
  keepPicked();
}

export function unpick() { picked.clear(); keepPicked() }

function keepPicked() {
  const found = params();
  found.delete("pick");
  for (const id of picked) found.append("pick", id);
  keepAddress(found);
  mark(view);
}

function stand(row) {
  if (!row) return;
  standing.row?.classList.remove("current");
  Object.assign(standing, { row, id: row.dataset.id });
  row.classList.add("current");
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("th a").focus({ preventScroll: true });
}

export function step(by) {
  const rows = [...view.querySelectorAll("tr[data-id]")];
  const place = rows.indexOf(standing.row);
  stand(rows[place < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, place + by))]);
}

export function keepKeyboard() {
  back = null;
  const one = document.activeElement;
  if (!view.contains(one)) return;
  const row = one.closest("tr[data-id]");
  if (row) back = `tr[data-id="${row.dataset.id}"] ${one.localName}`;
  else back = one.dataset.key ? `a[data-key="${CSS.escape(one.dataset.key)}"]` : ".grid";
}

export function forgetKeyboard() { back = null }
