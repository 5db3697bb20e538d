// Star, tag, note and hide a run where somebody reads it.
import { annotate, changedTags, editAt } from "./annotate.js";
import { say } from "./toast.js";

const here = document.getElementById("said");
const tags = () => JSON.parse(here.dataset.tags);

async function keep(what) {
  try {
    await annotate(here.dataset.run, what);
    location.reload();
  } catch (error) { say(error.message) }
}

const ACTS = {
  star: () => keep(here.dataset.starred ? { untags: ["starred"] } : { tags: ["starred"] }),
  tag: async () => {
    const now = tags().filter((one) => one !== "starred");
    const text = await editAt(document.getElementById("tags"), "Tags, with commas between", now.join(", "));
    if (text !== null) keep(changedTags(text, now));
  },
  note: async () => {
    const text = await editAt(document.getElementById("note"), "Note", here.dataset.note);
    if (text !== null) keep({ note: text.trim() });
  },
  hide: async () => {
    try {
      await annotate(here.dataset.run, { removed: true });
      say("Hidden from all lists", () => keep({ removed: false }));
    } catch (error) { say(error.message) }
  },
};

here.addEventListener("click", (event) => ACTS[event.target.closest("[data-do]")?.dataset.do]?.());
