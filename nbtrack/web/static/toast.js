// Say for some seconds what was done, and offer to take it back.
export function say(text, undo) {
  let toast = document.getElementById("toast");
  if (!toast) {
    toast = Object.assign(document.createElement("p"), { id: "toast", className: "toast" });
    toast.setAttribute("role", "status");
    document.body.append(toast);
  }
  toast.textContent = text;
  if (undo) {
    const button = Object.assign(document.createElement("button"), { textContent: "Undo", type: "button" });
    button.addEventListener("click", () => { toast.hidden = true; undo() });
    toast.append(" ", button);
  }
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true }, undo ? 12000 : 6000);
}
