"use strict";
// Notebooks are folded: whoever follows a link into one, or prints, sees what is in it.
(() => {
  const books = [...document.querySelectorAll(".book")];
  const all = document.getElementById("books");
  if (!all) return;
  const open = (isOpen) => {
    for (const book of books) book.open = isOpen;
  };
  const called = () => { all.textContent = books.some((book) => !book.open) ? "unfold all" : "fold all" };
  const follow = (name) => {
    const found = document.getElementById(name);
    const book = found?.closest(".book");
    if (!book) return;
    book.open = true;
    found.scrollIntoView({ block: "start" });
  };
  all.addEventListener("click", () => open(books.some((book) => !book.open)));
  for (const book of books) book.addEventListener("toggle", called);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) follow(link.hash.slice(1));
  });
  addEventListener("hashchange", () => follow(location.hash.slice(1)));
  addEventListener("beforeprint", () => open(true));
  follow(location.hash.slice(1));
  called();
})();
