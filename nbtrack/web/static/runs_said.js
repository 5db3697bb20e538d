// What people say of runs in the table: stars, tags, notes, and that they do not want to see one.
import { annotate, askTags, changedTags, editAt } from "./annotate.js";
import { unpick } from "./runs_chosen.js";
import { load } from "./runs_view.js";
import { say } from "./toast.js";

export const readOnly = () => document.getElementById("view").dataset.readOnly === "yes";

async function change(ids, what, said, undo) {
  if (readOnly()) { say("These pages are read-only"); return }
  try {
    for (const id of ids) await annotate(id, what);
    await load({ keepPlace: true });
    say(said, undo && (() => change(ids, undo, "Undone")));
  } catch (error) { say(error.message) }
}

export function star(row) {
  const on = row.querySelector(".star").getAttribute("aria-pressed") === "true";
  return change([row.dataset.id], on ? { untags: ["starred"] } : { tags: ["starred"] }, on ? "No star any more" : "Starred");
}

export function starAll(ids) {
  return change(ids, { tags: ["starred"] }, "Starred", { untags: ["starred"] });
}

export async function tag(row) {
  const all = row.querySelector(".tags").dataset.tags.split("\n").filter(Boolean);
  const tags = all.filter((one) => one !== "starred");
  const text = await editAt(row.cells[0], "Tags, with commas between", tags.join(", "));
  if (text !== null) change([row.dataset.id], changedTags(text, tags), "Tags kept");
}

export async function tagAll(ids) {
  const what = await askTags();
  if (what) change(ids, what, "Tags kept");
}

export async function note(row) {
  const text = await editAt(row.cells[0], "Note", row.querySelector(".noted").dataset.note);
  if (text !== null) change([row.dataset.id], { note: text.trim() }, "Note kept");
}

export function hide(ids) {
  return change(ids, { removed: true }, `${ids.length} ${ids.length === 1 ? "run" : "runs"} hidden`, { removed: false }).then(unpick);
}
