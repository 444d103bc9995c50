// Suggestions while typing, as a combobox. Without this script the form works just as well.
"use strict";
(() => {
  const words = document.currentScript.dataset;

  // One field with its list; `take` is what happens with the chosen one.
  const suggesting = (input, take) => {
    const list = document.createElement("ul"), status = document.createElement("p");
    Object.assign(list, {id: `${input.id}-suggestions`, className: "suggestions", hidden: true});
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
      if (isOpen) list.scrollIntoView({block: "nearest"});
      else choose(-1);
    };
    const choose = index => {
      chosen = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[index].id);
    };
    const open = item => {
      clearTimeout(timer);
      asked += 1;
      show(false);
      take({id: item.dataset.id, name: item.firstChild.textContent}, status);
    };
    const itemFor = (one, index) => {
      const item = document.createElement("li"), name = document.createElement("span"), what = document.createElement("span");
      name.textContent = one.matched ? `${one.name} (${one.matched})` : one.name;
      what.textContent = one.what;
      what.className = "soft";
      item.append(name, what);
      item.id = `${input.id}-suggestion-${index}`;
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
      if (mine !== asked) return;
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
  };

  // In a box of a form the chosen one is added beside those that are there, and can be taken out again.
  const adding = (box, input) => (one, status) => {
    const form = box.closest("form"), picked = document.createElement("span"), name = document.createElement("span");
    const kept = document.createElement("input"), out = document.createElement("button");
    const isThere = [...box.querySelectorAll("input[type=hidden]")].some(held => held.value === one.id);
    input.value = "";
    if (isThere) return;
    picked.className = "picked";
    name.textContent = one.name;
    Object.assign(kept, {type: "hidden", name: box.dataset.box, value: one.id});
    Object.assign(out, {type: "button", className: "out", textContent: "×"});
    out.setAttribute("aria-label", form.dataset.remove.replace("{name}", one.name));
    out.addEventListener("click", () => { picked.remove(); input.focus(); });
    picked.append(name, kept, out);
    input.closest(".suggesting").before(picked);
    status.textContent = form.dataset.added.replace("{name}", one.name);
  };

  const find = document.getElementById("find");
  if (find) suggesting(find, one => location.assign(words.actor.replace("ID", encodeURIComponent(one.id))));
  document.querySelectorAll(".box input[data-suggest]").forEach(input => suggesting(input, adding(input.closest(".box"), input)));
})();
