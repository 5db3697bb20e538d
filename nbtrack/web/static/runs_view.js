// The table of runs as the server renders it for the address; whoever shows more beside it hears `renewed`.
import { fillGrouping, fillPicker } from "./picker.js";
import { asked, keepAddress, params } from "./runs_address.js";
import { keepKeyboard, mark, standing } from "./runs_chosen.js";
import { PAGE, Rows } from "./runs_rows.js";
import { say } from "./toast.js";

export const TYPING_MS = 250; // without a key: a browser takes a hundred addresses in half a minute, not more
const MENUS = { picker: fillPicker, grouping: fillGrouping };
const element = (id) => document.getElementById(id);
const view = element("view");
const where = element("where");
const rows = new Rows({
  came: mark,
  stays: (body) => body.contains(standing.row) || body.contains(document.activeElement),
});
let turn = 0;
let shown = Promise.resolve();

export const state = () => element("state").dataset;

export function go(change, { push = true } = {}) {
  const found = params();
  change(found);
  found.delete("offset");
  keepAddress(found, { push });
  return load();
}

// One question at a time: of those that come while the server thinks, only the last is asked, and its answer is shown.
export function load(how) {
  const mine = ++turn;
  shown = shown.catch(() => {}).then(() => mine === turn && renew(mine, how));
  return shown;
}

async function renew(mine, { keepPlace = false } = {}) {
  const grid = view.querySelector(".grid");
  const place = [grid?.scrollTop ?? 0, grid?.scrollLeft ?? 0];
  const text = await fetched();
  if (text === null || mine !== turn) return;
  const made = new DOMParser().parseFromString(text, "text/html");
  const wrong = made.querySelector("#wrong .wrong");
  if (wrong && element("wrong")) { // half a condition is no mistake yet: what was there stays in sight while somebody is typing
    setTimeout(() => { if (mine === turn) refuse(wrong.parentElement) }, TYPING_MS);
    return;
  }
  where.setAttribute("aria-invalid", "false");
  keepKeyboard();
  view.replaceChildren(...made.body.childNodes);
  prepare();
  const next = view.querySelector(".grid");
  if (next) { next.scrollLeft = place[1]; if (keepPlace) next.scrollTop = place[0] }
  view.dispatchEvent(new Event("renewed"));
}

function refuse(said) {
  where.setAttribute("aria-invalid", "true");
  element("wrong").replaceChildren(...said.childNodes);
}

async function fetched() {
  const found = asked();
  found.set("format", "part");
  found.set("limit", PAGE);
  try {
    const answer = await fetch(`/runs?${found}`);
    if (answer.ok) return await answer.text();
    say("nbtrack could not read the runs: see the terminal it runs in");
  } catch { say("nbtrack does not answer: was it stopped?") }
  return null;
}

export function prepare() {
  const table = element("runs");
  standing.row = null;
  element("total").textContent = state().total;
  rows.stop();
  if (table) {
    rows.show(table, Number(state().matching));
    mark(table);
  }
  Object.keys(MENUS).forEach(offer);
  for (const link of document.querySelectorAll("[data-form]")) {
    const found = asked();
    found.set("limit", "0");
    found.set("format", link.dataset.form);
    link.href = `/runs?${found}`;
  }
}

export function watchMenus() {
  for (const menu of Object.keys(MENUS)) element(menu).parentElement.addEventListener("toggle", () => offer(menu));
}

function offer(menu) {
  if (element(menu).parentElement.open) MENUS[menu](params(), go);
}
