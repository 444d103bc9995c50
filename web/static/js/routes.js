// Routes one at a time: a button on each route leaves only that one on the map. Without this script nothing is lost.
"use strict";
(() => {
  const box = document.querySelector(".map"), note = document.querySelector(".isolating");
  document.querySelectorAll("button.print").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  // On paper nothing can be unfolded.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".open-route:not([open])")];
    unfolded.forEach(one => { one.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach(one => { one.open = false; }));
  if (!box || !note) return;
  const panel = document.querySelector(".tie-panel");
  const routes = [...document.querySelectorAll("[data-route]")], buttons = new Map();
  const all = document.createElement("button");
  let apart = null;

  const isolate = number => {
    apart = number === apart ? null : number;
    routes.forEach(route => route.classList.toggle("is-apart", Number(route.dataset.route) === apart));
    buttons.forEach((button, own) => button.setAttribute("aria-pressed", String(own === apart)));
    all.hidden = apart === null;
    box.dispatchEvent(new CustomEvent("isolate", {detail: apart}));
  };
  Object.assign(all, {type: "button", className: "chip on", hidden: true, textContent: note.dataset.all});
  all.addEventListener("click", () => isolate(apart));
  note.prepend(all);
  routes.forEach(route => {
    const number = Number(route.dataset.route), button = document.createElement("button");
    Object.assign(button, {type: "button", className: "button quiet", textContent: note.dataset.show.replace("{number}", number)});
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      isolate(number);
      // On a phone the map is below the list.
      if (apart !== null && matchMedia("(max-width: 900px)").matches) box.scrollIntoView({block: "center"});
    });
    route.querySelector(".buttons").append(button);
    buttons.set(number, button);
    // A click on the steps does the same, unless it is on something that has a meaning of its own.
    route.addEventListener("click", event => {
      if (!event.target.closest("a, button, summary, details table, input") && getSelection().isCollapsed && apart !== number) isolate(number);
    });
  });
  // The evidence of the tie that was chosen on the map: a copy of what the list says of that step.
  box.addEventListener("choose-tie", event => {
    const step = event.detail && document.querySelector(`[data-step="${CSS.escape(event.detail)}"]`);
    panel.hidden = !step;
    if (!step) return;
    const names = document.createElement("h3");
    names.textContent = step.dataset.names;
    panel.replaceChildren(names, ...[...step.querySelectorAll(":scope > .evidence, :scope > .why")].map(part => part.cloneNode(true)));
    panel.scrollIntoView({block: "nearest"});
  });
  box.addEventListener("choose-routes", event => {
    const [number] = event.detail;
    if (event.detail.length === 1 && number !== apart) isolate(number);
  });
})();
