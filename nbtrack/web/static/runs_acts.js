// What keys and clicks do in the table of runs.
import { forgetKeyboard, pick, picked, standing, step, unpick } from "./runs_chosen.js";
import { hide, note, readOnly, star, starAll, tag, tagAll } from "./runs_said.js";
import { go } from "./runs_view.js";

const element = (id) => document.getElementById(id);
const view = element("view");
const where = element("where");
const onRow = (act) => () => standing.row && act(standing.row);

// One run by itself is compared with the one before.
function compare(ids) {
  location.assign("/compare?" + ids.map((id) => `run=${encodeURIComponent(id)}`).join("&"));
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: onRow(pick),
  s: onRow(star),
  h: () => (picked.size || standing.row) && hide(picked.size ? [...picked] : [standing.row.dataset.id]),
  d: () => picked.size ? compare([...picked]) : onRow(({ dataset }) => compare([dataset.previous, dataset.id].filter(Boolean)))(),
  t: onRow(tag),
  n: onRow(note),
  c: () => element("charts-switch")?.click(),
  "/": () => { where.focus(); where.select() },
  "?": () => element("help").showModal(),
  Escape: unpick,
};

document.addEventListener("keydown", (event) => {
  forgetKeyboard();
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && event.target === where) { where.blur(); return }
  if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act() }
});

function sort(key) {
  go((found) => {
    const now = found.get("sort");
    if (now === `-${key}`) found.set("sort", key); else if (now === key) found.delete("sort"); else found.set("sort", `-${key}`);
  });
}

view.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-id]");
  const sorted = event.target.closest("a[data-key]");
  if (sorted && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    sort(sorted.dataset.key);
  } else if (row && event.target.closest(".star")) {
    star(row);
  } else if (row && event.target.matches("input[type=checkbox]")) {
    pick(row, event.target.checked);
  } else if (row && !readOnly() && event.target.closest(".tags")) {
    tag(row);
  } else if (row && !readOnly() && event.target.closest(".noted")) {
    note(row);
  }
});

view.addEventListener("dblclick", (event) => {
  const row = event.target.closest("tr[data-id]");
  if (row && !readOnly() && !event.target.closest("a, button, input, .tags, .noted")) note(row);
});

const CHOSEN = { compare, star: starAll, hide, tag: tagAll, clear: unpick };
element("chosen")?.addEventListener("click", (event) => CHOSEN[event.target.dataset.do]?.([...picked]));
