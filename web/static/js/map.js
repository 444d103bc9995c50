// Draws a map from JSON: positions come from the server, names are painted where they do not overlap.
"use strict";
(() => {
  const box = document.querySelector(".map");
  if (!box) return;
  const figure = box.closest("figure"), explorer = box.closest(".explorer");
  const status = figure.querySelector(".map-status"), panel = explorer && explorer.querySelector(".panel");
  const words = box.dataset, token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const isDark = matchMedia("(prefers-color-scheme: dark)");
  const listed = 6;
  let chosen = null, apart = null;
  // The outline is a path within 16 by 16; vis-network gives the middle, the size (half a side) and the colour.
  // Its parts are small beside one full shape of the same size, so it is drawn a quarter larger.
  const outlined = path => ({ctx, x, y, style}) => ({
    drawNode: () => {
      const half = 1.25 * style.size;
      ctx.save();
      ctx.translate(x - half, y - half);
      ctx.scale(half / 8, half / 8);
      ctx.fillStyle = style.color;
      ctx.fill(path);
      ctx.restore();
    },
    nodeDimensions: {width: 2 * style.size, height: 2 * style.size},
  });

  const start = async () => {
    const response = await fetch(words.url);
    if (!response.ok || typeof vis === "undefined") throw new Error("no map");
    const data = await response.json();
    const hidden = {mark: new Set(), kind: new Set()};
    const allNodes = new vis.DataSet(data.nodes), allEdges = new vis.DataSet(data.edges);
    const isShown = id => { const node = allNodes.get(id); return node && !hidden.mark.has(node.mark); };
    const nodes = new vis.DataView(allNodes, {filter: node => !hidden.mark.has(node.mark)});
    const edges = new vis.DataView(allEdges, {filter: edge => !hidden.kind.has(edge.kind) && isShown(edge.from) && isShown(edge.to)});
    data.nodes.filter(node => node.outline).forEach(node => allNodes.update({id: node.id, ctxRenderer: outlined(new Path2D(node.outline))}));
    const net = new vis.Network(box, {nodes, edges}, data.options);
    // The box itself is what the keyboard stops at; a click on the drawing may still choose it.
    box.querySelectorAll("[tabindex]").forEach(one => { one.tabIndex = -1; });
    const byImportance = [...data.nodes].sort((a, b) => a.steps - b.steps || b.contacts - a.contacts || (a.id < b.id ? -1 : 1));

    // A map of routes can show one of them apart: the others are faded, not taken away.
    const isFaded = one => apart !== null && one.routes && !one.routes.includes(apart);
    const lines = () => {
      allEdges.update(data.edges.filter(edge => edge.routes).map(edge => {
        const own = isFaded(edge) ? token("--line") : edge.is_weakest ? token("--attention") : edge.width > 2 || apart ? token("--tie-chosen") : token("--tie");
        return {id: edge.id, color: {color: own, highlight: own, hover: own, inherit: false}, width: apart && !isFaded(edge) ? 2.5 : edge.width};
      }));
      allNodes.update(data.nodes.filter(node => node.routes).map(node => ({id: node.id, opacity: isFaded(node) ? .2 : 1})));
    };
    const colours = () => {
      const paper = token("--card");
      allNodes.update(data.nodes.map(node => {
        const border = token("--" + node.mark) || node.color.border;
        const background = node.fill ? token(node.fill) : node.borderWidth === 3 ? paper : border, both = {border, background};
        return {id: node.id, color: {border, background, highlight: both, hover: both}};
      }));
      const color = {color: token("--tie"), highlight: token("--tie-chosen"), hover: token("--tie-chosen"), inherit: false};
      net.setOptions({edges: {color}});
      allEdges.update(data.edges.filter(edge => edge.line).map(edge => {
        const own = token(edge.line);
        return {id: edge.id, color: {color: own, highlight: own, hover: own, inherit: false}};
      }));
      lines();
    };
    net.on("afterDrawing", context => {
      const scale = net.getScale(), size = 13 / scale, taken = [];
      const places = net.getPositions();
      context.font = `500 ${size}px "Source Sans", system-ui, sans-serif`;
      context.textAlign = "center";
      context.lineJoin = "round";
      context.lineWidth = 3 / scale;
      context.strokeStyle = token("--card");
      context.fillStyle = token("--ink");
      const left = net.DOMtoCanvas({x: 2, y: 0}).x, right = net.DOMtoCanvas({x: box.clientWidth - 2, y: 0}).x;
      const isNarrow = box.clientWidth < 480, longest = !isNarrow ? 34 : data.nodes.length > 30 ? 20 : Math.max(24, Math.round(box.clientWidth / 13)), limit = isNarrow ? 14 : 60;
      const marks = data.nodes.filter(node => places[node.id]).map(node => [node.id, places[node.id], node.size + 2 / scale]);
      const isFree = (area, own) => !taken.some(one => area[2] > one[0] && area[0] < one[2] && area[3] > one[1] && area[1] < one[3])
        && !marks.some(([id, at, by]) => id !== own && area[2] > at.x - by && area[0] < at.x + by && area[3] > at.y - by && area[1] < at.y + by);
      const first = allNodes.get(chosen), order = first ? [first, ...byImportance.filter(node => node.id !== chosen)] : byImportance;
      for (const node of order) {
        const at = places[node.id];
        if (!at || hidden.mark.has(node.mark) || taken.length >= limit || isFaded(node)) continue;
        const isMain = node.id === chosen || node.id === data.meta.root, room = isMain ? Math.max(longest, 32) : longest;
        const whole = node.short.length > room ? node.brief : node.short;
        const name = whole.length > room ? whole.slice(0, room - 1) + "…" : whole;
        const half = context.measureText(name).width / 2;
        // Near an edge of the picture a name moves inwards, so that it is never cut.
        const isInside = at.x > left && at.x < right;
        const middle = isInside ? Math.min(Math.max(at.x, left + half), Math.max(right - half, left + half)) : at.x;
        const areaAt = top => [middle - half, top, middle + half, top + size * 1.2];
        const below = at.y + node.size + 4 / scale, above = at.y - node.size - size * 1.4;
        // The name of a group may stand within its circle.
        const choices = node.is_group ? [below, above, at.y - size * .6] : [below, above];
        const top = choices.find(place => isFree(areaAt(place), node.id)) ?? (isMain && taken.length < 2 ? below : null);
        if (top === null) continue;
        taken.push(areaAt(top));
        context.strokeText(name, middle, top + size);
        context.fillText(name, middle, top + size);
      }
      if (chosen && places[chosen]) {
        context.strokeStyle = token("--attention");
        context.lineWidth = 2 / scale;
        context.beginPath();
        context.arc(places[chosen].x, places[chosen].y, allNodes.get(chosen).size + 5 / scale, 0, 2 * Math.PI);
        context.stroke();
      }
    });

    const element = (name, text, className) => {
      const made = document.createElement(name);
      if (text) made.textContent = text;
      if (className) made.className = className;
      return made;
    };
    const link = (text, address, className) => Object.assign(element("a", text, className), {href: address});
    const address = (pattern, id) => pattern.replace("ID", encodeURIComponent(id));
    const tieItem = edge => {
      const isOut = edge.from === chosen, other = allNodes.get(isOut ? edge.to : edge.from), item = element("li");
      item.append(element("b", (isOut ? edge.there : edge.back) + " "), link(other.name, address(words.actor, other.id)));
      const {one, many} = panel.dataset;
      item.append(element("br"), element("span", edge.statements === 1 ? one : fill(many, {count: edge.statements}), "soft"));
      return item;
    };
    const fillPanel = node => {
      const ties = edges.get().filter(edge => edge.from === node.id || edge.to === node.id), list = element("ul"), row = element("div", "", "buttons");
      row.append(link(panel.dataset.open, address(words.actor, node.id), "chip on"), link(panel.dataset.centre, address(words.map, node.id), "chip"));
      list.append(...ties.slice(0, listed).map(tieItem));
      panel.replaceChildren(element("h2", node.name, "panel-title"), element("p", node.what, "note"), row, element("h3", `${panel.dataset.ties}, ${ties.length}`), list);
      if (ties.length > listed) {
        const more = element("details"), rest = element("ul");
        rest.append(...ties.slice(listed).map(tieItem));
        more.append(element("summary", fill(panel.dataset.more, {count: ties.length - listed})), rest);
        panel.append(more);
      }
    };
    const choose = id => {
      chosen = id;
      const node = allNodes.get(id);
      net.selectNodes([id]);
      status.textContent = fill(words.status, node);
      if (panel) fillPanel(node);
      net.redraw();
    };
    const openChosen = () => { if (chosen && !allNodes.get(chosen).is_group) location.assign(address(words.actor, chosen)); };
    const step = (dx, dy) => {
      const places = net.getPositions(), here = places[chosen] || null;
      if (!here) return choose(data.meta.root);
      let best = null, least = Infinity;
      for (const [id, at] of Object.entries(places)) {
        const x = at.x - here.x, y = at.y - here.y, along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
        if (id === chosen || along <= 0 || across > 2 * along) continue;
        const cost = along + 2 * across;
        if (cost < least) [best, least] = [id, cost];
      }
      if (best) { choose(best); net.moveTo({position: net.getPositions([best])[best], animation: false}); }
    };
    const turn = by => {
      const shown = byImportance.filter(node => !hidden.mark.has(node.mark)), at = shown.findIndex(node => node.id === chosen);
      if (shown.length) choose(shown[(at + by + shown.length) % shown.length].id);
    };
    const pan = (dx, dy) => { const at = net.getViewPosition(), by = 120 / net.getScale(); net.moveTo({position: {x: at.x + dx * by, y: at.y + dy * by}}); };
    const zoom = by => net.moveTo({scale: Math.min(4, Math.max(.15, net.getScale() * by))});
    const fit = () => {
      net.fit({animation: false, maxZoomLevel: 1.5});
      net.moveTo({scale: net.getScale() * .9});
    };
    const does = {left: () => pan(-1, 0), right: () => pan(1, 0), up: () => pan(0, -1), down: () => pan(0, 1), in: () => zoom(1.25), out: () => zoom(.8), fit};
    const keys = {ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1), "+": does.in, "-": does.out, "0": fit, PageDown: () => turn(1), PageUp: () => turn(-1), Enter: openChosen, Escape: () => box.blur()};

    figure.querySelectorAll("[data-do]").forEach(button => button.addEventListener("click", () => does[button.dataset.do]()));
    box.addEventListener("keydown", event => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act();
    });
    box.addEventListener("focus", () => { if (!chosen) choose(data.meta.root); });
    box.addEventListener("wheel", event => { if (event.ctrlKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : .87); } }, {passive: false});
    net.on("click", event => {
      if (event.nodes.length) choose(event.nodes[0]);
      const on = event.nodes.length ? allNodes.get(event.nodes[0]).routes : event.edges.length ? allEdges.get(event.edges[0]).routes : null;
      if (on) box.dispatchEvent(new CustomEvent("choose-routes", {detail: on}));
      box.dispatchEvent(new CustomEvent("choose-tie", {detail: event.nodes.length ? null : event.edges[0] ?? null}));
    });
    box.addEventListener("isolate", event => { apart = event.detail; lines(); net.redraw(); });
    net.on("doubleClick", event => { if (event.nodes.length) openChosen(); });
    net.on("hoverNode", event => { box.title = ""; status.textContent = fill(words.status, allNodes.get(event.node)); });
    if (explorer) explorer.querySelector(".legend").addEventListener("change", event => {
      const {name, value, checked} = event.target;
      if (checked) hidden[name].delete(value); else hidden[name].add(value);
      nodes.refresh();
      edges.refresh();
      const rows = [...document.querySelectorAll(".map-table tbody tr")], note = document.querySelector("#hidden-rows");
      rows.forEach(row => {
        row.hidden = hidden.kind.has(row.dataset.kind) || row.dataset.marks.split(" ").some(mark => hidden.mark.has(mark));
      });
      const gone = rows.filter(row => row.hidden).length;
      if (note) note.textContent = gone ? fill(note.dataset.text, {count: gone}) : "";
    });
    isDark.addEventListener("change", () => { colours(); net.redraw(); });
    addEventListener("resize", fit);
    colours();
    fit();
    if (panel) choose(data.meta.root);
    if (explorer && matchMedia("(max-width: 900px)").matches) explorer.querySelector("details").open = false;
    document.documentElement.dataset.map = "ready";
  };
  start().catch(() => { status.textContent = words.failed; document.documentElement.dataset.map = "failed"; });
})();
