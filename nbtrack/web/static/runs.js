// The runs page: its state is the address, its rows come from the server as somebody scrolls to them.
import { Charts } from "./charts.js";
import { keepPlace, placeBefore } from "./place.js";
import "./runs_acts.js";
import { address, keepAddress, params, put } from "./runs_address.js";
import { pickAsAddressed, picked, standing } from "./runs_chosen.js";
import { go, load, prepare, state, TYPING_MS, watchMenus } from "./runs_view.js";

const SOON_MS = 500;
const element = (id) => document.getElementById(id);
const view = element("view");
const where = element("where");
let charts = null;

// The link to a run that a shared page has works here as well.
const linked = /^#run-([0-9a-f]{16})(?:-(cell-\d+))?$/.exec(location.hash);
if (linked) location.replace(`/run/${linked[1]}${linked[2] ? `#${linked[2]}` : ""}`);

function takeConditions() {
  let timer;
  const typed = () => keepAddress(params());
  where.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(typed, TYPING_MS);
    load();
  });
  where.addEventListener("change", typed);
  element("tools").addEventListener("submit", (event) => event.preventDefault());
}

function offerCharts() {
  element("charts-switch")?.addEventListener("click", async () => {
    charts ??= new Charts(element("charts"), {
      brush: (text) => go((found) => put(found, "brush", text), { push: false }),
      choose: (change) => { const found = params(); change(found); keepAddress(found) },
      ids: () => picked.size ? [...picked] : [...view.querySelectorAll("tr[data-id]")].slice(0, 20).map((row) => row.dataset.id),
    });
    const open = await charts.toggle(params());
    element("charts-switch").setAttribute("aria-expanded", String(open));
  });
  // after the rows, which wait for no chart
  view.addEventListener("renewed", () => charts?.refresh(params()).catch(() => {}));
}

function comeBack() {
  addEventListener("popstate", () => {
    pickAsAddressed();
    where.value = address().get("where") ?? "";
    load();
  });
  const before = placeBefore();
  standing.id = before?.stands ?? null;
  prepare();
  const grid = () => view.querySelector(".grid");
  if (before) grid()?.scrollTo(before.left, before.top);
  keepPlace(() => ({ top: grid()?.scrollTop ?? 0, left: grid()?.scrollLeft ?? 0, stands: standing.id }));
}

async function look() {
  if (document.hidden || document.querySelector("dialog[open], .edit")) return;
  try {
    const now = await (await fetch("/runs/version")).json();
    if (String(now.version) !== state().version) await load({ keepPlace: true });
  } catch { /* it says so when somebody asks for something */ }
}

function watchForNews() {
  setInterval(look, 3000);
  // Asking begins to read all runs. Until then the index answers, without which run was before each.
  const soon = setInterval(() => state().all ? clearInterval(soon) : look(), SOON_MS);
  if (!state().all) look();
}

pickAsAddressed();
if (where) {
  takeConditions();
  watchMenus();
  offerCharts();
  comeBack();
  if (address().has("offset")) load();
  if (params().get("chart")) element("charts-switch")?.click();
  watchForNews();
}
