"use strict";
// Pages are whole without this: it reads years out, sends the box with Enter, and says that it waits.
(() => {
  const say = (form) => {
    const button = form.querySelector("button[data-busy]");
    const busy = document.querySelector(".busy");
    if (button && busy) busy.textContent = button.dataset.busy;
  };
  const quiet = () => { const busy = document.querySelector(".busy"); if (busy) busy.textContent = ""; };
  addEventListener("pageshow", quiet); // also when a page comes back from the browser's memory
  for (const form of document.querySelectorAll("form")) form.addEventListener("submit", () => say(form));

  const box = document.getElementById("q");
  if (box) {
    const fit = () => { box.rows = Math.min(8, Math.max(1, box.value.split("\n").length)); };
    fit();
    box.addEventListener("input", fit);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        box.form.requestSubmit();
      }
    });
  }

  for (const picture of document.querySelectorAll(".picture")) {
    const years = [...picture.querySelectorAll("a.year")];
    const readout = picture.parentElement.querySelector(".readout");
    if (!years.length || !readout) continue;
    let now = -1;
    const show = (at) => {
      if (years[now]) years[now].classList.remove("now");
      now = at;
      years[now].classList.add("now");
      readout.textContent = years[now].dataset.readout;
    };
    years.forEach((year, at) => year.addEventListener("pointerenter", () => show(at)));
    picture.addEventListener("keydown", (event) => {
      const last = years.length - 1;
      const to = { ArrowLeft: Math.max(0, now - 1), ArrowRight: Math.min(last, now + 1), Home: 0, End: last }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        show(to);
      } else if (event.key === "Enter" && now >= 0) {
        location.href = years[now].getAttribute("href");
      }
    });
  }
})();
