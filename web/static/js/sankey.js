// Draws money as bands from level to level: positions from d3-sankey, words and links from the server, in whole levels.
"use strict";
(() => {
  const box = document.querySelector(".sankey");
  if (!box) return;
  const status = box.parentNode.querySelector(".sankey-status");
  const gap = 14, bar = 12, row = 30, least = 240, head = 28, narrow = 150;
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text) element.textContent = text;
    return element;
  };
  const titled = (element, text) => { element.append(make("title", {}, text)); return element; };
  const linked = (url, text, inside) => {
    if (!url) return inside;
    const link = make("a", {href: url, "aria-label": text});
    link.append(inside);
    return link;
  };
  // As many letters as there is room for; the whole name stands in the title and in the table.
  const cut = (text, room) => text.length * 7 <= room ? text : text.slice(0, Math.max(3, Math.floor(room / 7) - 1)) + "…";

  const hatched = () => {
    const pattern = make("pattern", {id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"});
    pattern.append(make("rect", {width: 6, height: 6, class: "hatch-paper"}), make("line", {x1: 0, y1: 0, x2: 0, y2: 6, class: "hatch-line"}));
    const defs = make("defs");
    defs.append(pattern);
    return defs;
  };

  const draw = data => {
    const levels = data.levels.length, most = Math.max(...data.levels.map((_, level) => data.nodes.filter(node => node.level === level).length));
    const width = Math.max(box.clientWidth, levels * narrow), height = Math.max(least, most * row);
    const room = (width - bar) / Math.max(levels - 1, 1) - bar - 12;
    const svg = make("svg", {viewBox: `0 0 ${width} ${height + head}`, width, height: height + head, role: "group", "aria-label": box.dataset.title});
    const layout = d3.sankey().nodeId(node => node.id).nodeWidth(bar).nodePadding(gap)
      .nodeAlign(node => node.level).nodeSort((a, b) => a.order - b.order)
      .extent([[1, head], [width - 1, height + head - 1]]);
    const graph = layout({nodes: data.nodes.map(node => ({...node})), links: data.links.map(link => ({...link}))});
    svg.append(hatched());
    data.levels.forEach((name, level) => {
      const end = level === levels - 1 && levels > 1;
      const x = levels > 1 ? level * (width - bar) / (levels - 1) + (end ? bar : 0) : 0;
      svg.append(make("text", {x, y: 14, class: "level", "text-anchor": end ? "end" : "start"}, name));
    });
    const path = d3.sankeyLinkHorizontal();
    graph.links.forEach(link => {
      const band = make("path", {d: path(link), class: "band " + link.kind, "stroke-width": Math.max(1, link.width), fill: "none"});
      svg.append(linked(link.url, link.text, titled(band, link.text)));
    });
    graph.nodes.forEach(node => {
      const end = node.level === levels - 1 && levels > 1;
      const mark = make("rect", {x: node.x0, y: node.y0, width: bar, height: Math.max(1, node.y1 - node.y0), class: "mark " + node.kind});
      const name = make("text", {
        x: end ? node.x0 - 6 : node.x1 + 6, y: (node.y0 + node.y1) / 2, dy: "0.35em",
        "text-anchor": end ? "end" : "start", class: "name",
      }, cut(node.name, room));
      const group = make("g");
      group.append(mark, name);
      svg.append(linked(node.url, node.text, titled(group, node.text)));
    });
    box.replaceChildren(svg);
    // What is chosen by mouse or keyboard is said in words below, where a phone shows no title.
    const tell = event => { const title = event.target.querySelector("title") || event.target.parentNode.querySelector("title"); if (title) status.textContent = title.textContent; };
    svg.addEventListener("focusin", tell);
    svg.addEventListener("mouseover", tell);
  };

  const start = async () => {
    const response = await fetch(box.dataset.url);
    if (!response.ok || typeof d3 === "undefined") throw new Error("no diagram");
    const data = await response.json();
    draw(data);
    let drawn = box.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - drawn) < 40) return;
      drawn = box.clientWidth;
      draw(data);
    }).observe(box);
  };
  start().catch(() => { status.textContent = box.dataset.failed; });
})();
