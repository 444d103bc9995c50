// Suggestions while typing, as a combobox. Without this script the form works just as well.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const input = document.getElementById("find");
  if (!input) return;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  Object.assign(list, {id: "suggestions", className: "suggestions", hidden: true});
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.some);
  status.className = "quiet-label";
  status.setAttribute("role", "status");
  input.after(list, status);
  const attributes = {role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list"};
  Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
  let chosen = -1, asked = 0, timer = 0;

  const show = isOpen => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };
  const choose = index => {
    chosen = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const open = item => location.assign(words.actor.replace("ID", encodeURIComponent(item.dataset.id)));
  const itemFor = (one, index) => {
    const item = document.createElement("li"), name = document.createElement("span"), what = document.createElement("span");
    name.textContent = one.matched ? `${one.name} (${one.matched})` : one.name;
    what.textContent = one.what;
    what.className = "soft";
    item.append(name, what);
    Object.assign(item, {id: `suggestion-${index}`});
    item.dataset.id = one.id;
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", event => { event.preventDefault(); open(item); });
    return item;
  };
  const suggest = async () => {
    const text = input.value.trim(), mine = ++asked;
    if (text.length < 2) return show(false);
    const response = await fetch(words.url, {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({q: text}),
    });
    if (!response.ok || mine !== asked) return;
    const found = await response.json();
    list.replaceChildren(...found.map(itemFor));
    status.textContent = found.length ? words.some : words.none;
    show(found.length > 0 && document.activeElement === input);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 150); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", event => {
    const last = list.children.length - 1;
    if (list.hidden || last < 0) return;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) open(list.children[chosen]);
    else return;
    event.preventDefault();
  });
})();
