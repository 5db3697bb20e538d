// The runs page: its state is the address, its rows come from the server as somebody scrolls to them.
import { annotate, askTags, changedTags, editAt } from "./annotate.js";
import { fillGrouping, fillPicker } from "./picker.js";
import { Charts } from "./charts.js";
import { keepPlace, placeBefore } from "./place.js";
import { say } from "./toast.js";

const PAGE = 25; // rows that are asked for at once: somewhat more than a screen has
const SOON_MS = 500;
const TYPING_MS = 250; // without a key: a browser takes a hundred addresses in half a minute, not more
const view = document.getElementById("view");
const where = document.getElementById("where");
const picked = new Set(new URLSearchParams(location.search).getAll("pick"));
let current = null;
let stands = null; // the id of the run that somebody stands on, and below what the keyboard was on
let back = null;
let turn = 0;
let shown = Promise.resolve();
let filling = new AbortController();
let charts = null;

const address = () => new URLSearchParams(location.search);
const params = () => { const found = address(); put(found, "where", where?.value.trim()); return found };
const asked = () => { const found = params(); for (const name of ["pick", "offset"]) found.delete(name); return found };
const element = (id) => document.getElementById(id);
const state = () => element("state").dataset;
const readOnly = () => view.dataset.readOnly === "yes";

function put(found, name, value) { value ? found.set(name, value) : found.delete(name) }

function keepAddress(found, { push = false } = {}) {
  history[push ? "pushState" : "replaceState"](null, "", "/runs" + (found.size ? `?${found}` : ""));
}

function go(change, { push = true } = {}) {
  const found = params();
  change(found);
  found.delete("offset");
  keepAddress(found, { push });
  return load();
}

// One question at a time: of those that come while the server thinks, only the last is asked, and its answer is shown.
function load(how) {
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
  filling.abort();
  filling = new AbortController();
  back = focused();
  view.replaceChildren(...made.body.childNodes);
  prepare();
  const next = view.querySelector(".grid");
  if (next) { next.scrollLeft = place[1]; if (keepPlace) next.scrollTop = place[0] }
  charts?.refresh(params()).catch(() => {}); // after the rows, which wait for no chart
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

// A table that is replaced leaves the keyboard where it was: return what finds the place again.
function focused() {
  const one = document.activeElement;
  if (!view.contains(one)) return null;
  const row = one.closest("tr[data-id]");
  if (row) return `tr[data-id="${row.dataset.id}"] ${one.localName}`;
  return one.dataset.key ? `a[data-key="${CSS.escape(one.dataset.key)}"]` : ".grid";
}

// Rows by a few: each PAGE of them is a tbody of its own, which is filled when it comes near and emptied when it is far.
let watcher = null;

function watch(table) {
  watcher?.disconnect();
  watcher = new IntersectionObserver((seen) => {
    for (const one of seen) one.isIntersecting ? fill(one.target) : empty(one.target);
  }, { root: table.closest(".grid"), rootMargin: "1200px 0px" });
  for (const body of table.tBodies) watcher.observe(body);
}

// Columns that stay in sight stand side by side, however wide the screen makes them.
const sizes = new ResizeObserver(([one]) => pin(one.target));

function pin(table) {
  let left = table.querySelector("thead th").offsetWidth;
  table.querySelectorAll("thead th.pin").forEach((one, place) => {
    table.style.setProperty(`--pin-${place + 1}`, `${left}px`);
    left += one.offsetWidth;
  });
}

function placeholder(body, rows) {
  const row = document.createElement("tr");
  row.className = "waiting";
  row.append(document.createElement("td"));
  row.style.height = `${36 * rows}px`;
  body.replaceChildren(row);
  delete body.dataset.filled;
}

async function fill(body) {
  if (body.dataset.filled) return;
  body.dataset.filled = "yes";
  const found = asked();
  found.set("format", "rows");
  found.set("offset", body.dataset.offset);
  found.set("limit", PAGE);
  try {
    const answer = await fetch(`/runs?${found}`, { signal: filling.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const text = await answer.text();
    if (body.dataset.filled) { body.innerHTML = text; mark(body) }
  } catch { delete body.dataset.filled }
}

function empty(body) {
  if (body.dataset.filled && !body.contains(current) && !body.contains(document.activeElement)) placeholder(body, body.rows.length);
}

function prepare() {
  const table = element("runs");
  current = null;
  element("total").textContent = state().total;
  if (table) {
    const first = table.tBodies[0];
    first.dataset.filled = "yes";
    const matching = Number(state().matching);
    for (let offset = Number(first.dataset.offset) + first.rows.length; offset < matching; offset += PAGE) {
      const body = document.createElement("tbody");
      body.dataset.offset = offset;
      placeholder(body, Math.min(PAGE, matching - offset));
      table.append(body);
    }
    watch(table);
    sizes.disconnect();
    sizes.observe(table);
    mark(table);
  }
  for (const menu of Object.keys(MENUS)) offer(menu);
  for (const link of document.querySelectorAll("[data-form]")) {
    const found = asked();
    found.set("limit", "0");
    found.set("format", link.dataset.form);
    link.href = `/runs?${found}`;
  }
}

const MENUS = { picker: fillPicker, grouping: fillGrouping };

function offer(menu) {
  if (element(menu).parentElement.open) MENUS[menu](params(), go);
}

function mark(scope) {
  for (const row of scope.querySelectorAll("tr[data-id]")) {
    if (row.dataset.id === stands) { current = row; row.classList.add("current") }
    const chosen = picked.has(row.dataset.id);
    row.classList.toggle("picked", chosen);
    row.querySelector("input").checked = chosen;
  }
  element("chosen").hidden = picked.size === 0;
  element("chosen-count").textContent = `${picked.size} selected`;
  const found = back && document.activeElement === document.body && view.querySelector(back);
  if (found) { found.focus({ preventScroll: true }); back = null }
}

function pick(row, on = !picked.has(row.dataset.id)) {
  on ? picked.add(row.dataset.id) : picked.delete(row.dataset.id);
  keepPicked();
}

function unpick() { picked.clear(); keepPicked() }

function keepPicked() {
  const found = params();
  found.delete("pick");
  for (const id of picked) found.append("pick", id);
  keepAddress(found);
  mark(view);
}

function stand(row) {
  if (!row) return;
  current?.classList.remove("current");
  [current, stands] = [row, row.dataset.id];
  row.classList.add("current");
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("th a").focus({ preventScroll: true });
}

function step(by) {
  const rows = [...view.querySelectorAll("tr[data-id]")];
  const place = rows.indexOf(current);
  stand(rows[place < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, place + by))]);
}

// One run by itself is compared with the one before.
function compare(ids) {
  location.assign("/compare?" + ids.map((id) => `run=${encodeURIComponent(id)}`).join("&"));
}

async function change(ids, what, said, undo) {
  if (readOnly()) { say("These pages are read-only"); return }
  try {
    for (const id of ids) await annotate(id, what);
    await load({ keepPlace: true });
    say(said, undo && (() => change(ids, undo, "Undone")));
  } catch (error) { say(error.message) }
}

function star(row) {
  const on = row.querySelector(".star").getAttribute("aria-pressed") === "true";
  return change([row.dataset.id], on ? { untags: ["starred"] } : { tags: ["starred"] }, on ? "No star any more" : "Starred");
}

async function tag(row) {
  const all = row.querySelector(".tags").dataset.tags.split("\n").filter(Boolean);
  const tags = all.filter((one) => one !== "starred");
  const text = await editAt(row.cells[0], "Tags, with commas between", tags.join(", "));
  if (text !== null) change([row.dataset.id], changedTags(text, tags), "Tags kept");
}

async function note(row) {
  const text = await editAt(row.cells[0], "Note", row.querySelector(".noted").dataset.note);
  if (text !== null) change([row.dataset.id], { note: text.trim() }, "Note kept");
}

function hide(ids) {
  return change(ids, { removed: true }, `${ids.length} ${ids.length === 1 ? "run" : "runs"} hidden`, { removed: false }).then(unpick);
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => current && pick(current),
  s: () => current && star(current),
  h: () => (picked.size || current) && hide(picked.size ? [...picked] : [current.dataset.id]),
  d: () => picked.size ? compare([...picked]) : current && compare([current.dataset.previous, current.dataset.id].filter(Boolean)),
  t: () => current && tag(current),
  n: () => current && note(current),
  c: () => element("charts-switch")?.click(),
  "/": () => { where.focus(); where.select() },
  "?": () => element("help").showModal(),
  Escape: unpick,
};

document.addEventListener("keydown", (event) => {
  back = null;
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && event.target === where) { where.blur(); return }
  if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act() }
});

view.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-id]");
  const sorted = event.target.closest("a[data-key]");
  if (sorted && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const key = sorted.dataset.key;
    go((found) => {
      const now = found.get("sort");
      if (now === `-${key}`) found.set("sort", key); else if (now === key) found.delete("sort"); else found.set("sort", `-${key}`);
    });
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

element("chosen")?.addEventListener("click", async (event) => {
  const act = event.target.dataset.do;
  const ids = [...picked];
  if (act === "compare") compare(ids);
  if (act === "star") change(ids, { tags: ["starred"] }, "Starred", { untags: ["starred"] });
  if (act === "hide") hide(ids);
  if (act === "clear") unpick();
  if (act === "tag") {
    const what = await askTags();
    if (what) change(ids, what, "Tags kept");
  }
});

// The link to a run that a shared page has works here as well.
const linked = /^#run-([0-9a-f]{16})(?:-(cell-\d+))?$/.exec(location.hash);
if (linked) location.replace(`/run/${linked[1]}${linked[2] ? `#${linked[2]}` : ""}`);

if (where) {
  let timer;
  const typed = () => keepAddress(params());
  where.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(typed, TYPING_MS);
    load();
  });
  where.addEventListener("change", typed);
  for (const menu of Object.keys(MENUS)) element(menu).parentElement.addEventListener("toggle", () => offer(menu));
  element("tools").addEventListener("submit", (event) => event.preventDefault());
  element("charts-switch")?.addEventListener("click", async () => {
    charts ??= new Charts(element("charts"), {
      brush: (text) => go((found) => put(found, "brush", text), { push: false }),
      choose: (change) => { const found = params(); change(found); keepAddress(found) },
      ids: () => picked.size ? [...picked] : [...view.querySelectorAll("tr[data-id]")].slice(0, 20).map((row) => row.dataset.id),
    });
    const open = await charts.toggle(params());
    element("charts-switch").setAttribute("aria-expanded", String(open));
  });
  addEventListener("popstate", () => {
    picked.clear();
    for (const id of address().getAll("pick")) picked.add(id);
    where.value = address().get("where") ?? "";
    load();
  });
  const before = placeBefore();
  stands = before?.stands ?? null;
  prepare();
  if (before) view.querySelector(".grid")?.scrollTo(before.left, before.top);
  keepPlace(() => ({ top: view.querySelector(".grid")?.scrollTop ?? 0, left: view.querySelector(".grid")?.scrollLeft ?? 0, stands }));
  if (address().has("offset")) load();
  if (params().get("chart")) element("charts-switch")?.click();
  const look = async () => {
    if (document.hidden || document.querySelector("dialog[open], .edit")) return;
    try {
      const now = await (await fetch("/runs/version")).json();
      if (String(now.version) !== state().version) await load({ keepPlace: true });
    } catch { /* it says so when somebody asks for something */ }
  };
  setInterval(look, 3000);
  // Asking begins to read all runs. Until then the index answers, without which run was before each.
  const soon = setInterval(() => state().all ? clearInterval(soon) : look(), SOON_MS);
  if (!state().all) look();
}
