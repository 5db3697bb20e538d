// Star, tag, note and hide a run where somebody reads it.
import { annotate, changedTags, editAt } from "./annotate.js";
import { ask } from "./renew.js";
import { say } from "./toast.js";

const said = () => document.getElementById("said").dataset;

async function keep(what) {
  try {
    await annotate(said().run, what);
    await ask();
  } catch (error) { say(error.message) }
}

const ACTS = {
  star: () => keep(said().starred ? { untags: ["starred"] } : { tags: ["starred"] }),
  tag: async () => {
    const now = JSON.parse(said().tags).filter((one) => one !== "starred");
    const text = await editAt(document.getElementById("tags"), "Tags, with commas between", now.join(", "));
    if (text !== null) keep(changedTags(text, now));
  },
  note: async () => {
    const text = await editAt(document.getElementById("note"), "Note", said().note);
    if (text !== null) keep({ note: text.trim() });
  },
  show: () => keep({ removed: false }),
  hide: async () => {
    try {
      await annotate(said().run, { removed: true });
      await ask();
      say("Hidden from all lists", () => keep({ removed: false }));
    } catch (error) { say(error.message) }
  },
};

document.addEventListener("click", (event) => ACTS[event.target.closest("#said [data-do]")?.dataset.do]?.());
