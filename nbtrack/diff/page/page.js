"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card")];
  let place = -1;
  const go = (step) => {
    if (!cards.length) return;
    place = Math.min(Math.max(place + step, 0), cards.length - 1);
    cards[place].closest(".book")?.setAttribute("open", "");
    cards[place].focus({ preventScroll: true });
    cards[place].scrollIntoView({ block: "start" });
  };
  const layout = document.getElementById("layout");
  const setUnified = (on) => {
    document.body.classList.toggle("unified", on);
    if (layout) layout.textContent = on ? "side by side" : "unified";
    try { localStorage.setItem("nbtrack-unified", on ? "1" : ""); } catch { /* a page from a file may not remember */ }
  };
  // A link says how it is shown; without that it is as somebody had it last.
  const choose = (on) => {
    setUnified(on);
    const params = new URLSearchParams(location.search);
    params.set("layout", on ? "unified" : "split");
    try { history.replaceState(null, "", `${location.pathname}?${params}${location.hash}`); } catch { /* some hosts show pages in frames */ }
  };
  const asked = new URLSearchParams(location.search).get("layout");
  try { setUnified(asked ? asked === "unified" : Boolean(localStorage.getItem("nbtrack-unified"))); } catch { setUnified(asked === "unified"); }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
    if (event.key === "u") choose(!document.body.classList.contains("unified"));
  });

  document.addEventListener("focusin", (event) => {
    const at = cards.indexOf(event.target.closest(".card"));
    if (at >= 0) place = at;
  });

  const slide = (pictures) => {
    const image = pictures.querySelector(".new img");
    const share = pictures.querySelector("input").value;
    image.style.clipPath = pictures.classList.contains("swipe") ? `inset(0 0 0 ${share}%)` : "";
    image.style.opacity = pictures.classList.contains("onion") ? share / 100 : "";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const fold = button.closest(".unfold");
    const pictures = button.closest(".pictures");
    if (fold) {
      fold.nextElementSibling.hidden = false;
      fold.remove();
    } else if (pictures) {
      pictures.className = `pictures ${button.value}`;
      for (const other of pictures.querySelectorAll("button")) other.setAttribute("aria-pressed", other === button);
      slide(pictures);
    } else if (button === layout) {
      choose(!document.body.classList.contains("unified"));
    } else if (button.id === "unchanged") {
      const all = [...document.querySelectorAll(".unchanged")];
      const open = all.some((one) => !one.open);
      for (const one of all) one.open = open;
      button.textContent = open ? "hide unchanged" : "show unchanged";
    }
  });

  document.addEventListener("input", (event) => {
    const pictures = event.target.closest(".pictures");
    if (pictures) slide(pictures);
  });
})();
