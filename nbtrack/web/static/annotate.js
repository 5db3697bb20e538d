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

// Change a text where it stands: Enter and leaving the field keep it, Escape does not. Return null for no change.
export function editAt(cell, label, text) {
  const field = Object.assign(document.createElement("input"), { className: "edit", value: text, spellcheck: false });
  field.setAttribute("aria-label", label);
  field.placeholder = label;
  cell.append(field);
  field.focus();
  return new Promise((answer) => {
    let isOver = false;
    const end = (value) => { if (isOver) return; isOver = true; field.remove(); answer(value === text ? null : value) };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") end(field.value);
      else if (event.key === "Escape") end(text);
      else return;
      event.preventDefault();
      event.stopPropagation();
      cell.querySelector("a")?.focus({ preventScroll: true });
    });
    field.addEventListener("blur", () => end(field.value));
  });
}

export function changedTags(text, tags) {
  const wanted = text.split(",").map((one) => one.trim()).filter(Boolean);
  return { tags: wanted.filter((one) => !tags.includes(one)), untags: tags.filter((one) => !wanted.includes(one)) };
}

export async function askTags() {
  const text = await ask("Tags, with commas between", "");
  return text === null ? null : changedTags(text, []);
}
