// What every page does: the switch between light and dark, and menus.
const root = document.documentElement;
document.getElementById("theme")?.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme) } catch { /* private windows may not keep it */ }
});

// Menus close as people expect: by a click beside them, and by Escape.
const MENUS = "details.menu[open], details.keep[open]";
document.addEventListener("click", (event) => {
  const around = event.composedPath();
  for (const menu of document.querySelectorAll(MENUS)) if (!around.includes(menu)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(MENUS)) {
    event.preventDefault(); // it means no more than that
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
