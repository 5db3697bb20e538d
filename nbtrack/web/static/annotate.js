// Tags and notes: asked for in a dialog, kept beside the record.
export async function annotate(id, what) {
  const answer = await fetch(`/run/${encodeURIComponent(id)}/annotation`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what),
  });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? "This could not be kept");
}

function ask(what, text) {
  const dialog = document.getElementById("ask");
  const field = document.getElementById("ask-text");
  document.getElementById("ask-what").textContent = what;
  field.value = text;
  dialog.returnValue = "";
  dialog.showModal();
  field.focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "ok" ? field.value : null), { once: true });
  });
}

document.getElementById("ask-text")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    document.getElementById("ask").close("ok");
  }
});

export async function askTags(tags) {
  const text = await ask("Tags, with commas between", tags.join(", "));
  if (text === null) return null;
  const wanted = text.split(",").map((one) => one.trim()).filter(Boolean);
  return { tags: wanted.filter((one) => !tags.includes(one)), untags: tags.filter((one) => !wanted.includes(one)) };
}

export async function askNote(note) {
  const text = await ask("Note", note);
  return text === null ? null : { note: text.trim() };
}
