"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  root.classList.add("script");
  const element = (name, text, cls) => {
    const e = document.createElement(name);
    if (text !== undefined) e.textContent = text;
    if (cls) e.className = cls;
    return e;
  };

  // Switch a category on and off.
  for (const box of document.querySelectorAll(".controls input")) {
    box.addEventListener("change", () => {
      for (const curve of document.querySelectorAll(".curve")) {
        if (curve.dataset.category === box.value) curve.classList.toggle("off", !box.checked);
      }
      show(current);
    });
  }

  // Read the values of a year: pointer or arrow keys.
  const picture = document.querySelector(".picture.main");
  const svg = picture && picture.querySelector("svg");
  const readout = document.querySelector(".readout");
  const ids = data.categories.map((c) => c[0]);
  const points = data.rates[ids[0]] || [];
  let current = -1;
  let cursor = null;
  const left = 52, right = 746;
  const show = (at) => {
    if (!svg || at < 0 || at >= points.length) return;
    current = at;
    const year = points[at][0];
    const x = left + ((at + 0.5) / points.length) * (right - left);
    if (!cursor) {
      cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
      cursor.setAttribute("class", "cursor");
      cursor.setAttribute("y1", "0");
      cursor.setAttribute("y2", String(svg.viewBox.baseVal.height));
      svg.append(cursor);
    }
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    const on = new Set([...document.querySelectorAll(".controls input:checked")].map((b) => b.value));
    const parts = data.categories.filter((c) => on.has(c[0])).map(([id, label]) => {
      const p = data.rates[id][at];
      return p.length === 1 ? null : `${label} ${p[2].toFixed(2)}（${p[3].toFixed(2)}–${p[4].toFixed(2)}，${p[1]}次）`;
    });
    readout.textContent = parts.every((p) => p === null) ? `${year}年：没有文本` : `${year}年：${parts.join("；")}`;
  };
  if (svg) {
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      show(Math.floor(((x - left) / (right - left)) * points.length));
    });
    picture.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(Math.min(points.length - 1, Math.max(0, current + step)));
    });
  }

  // Open a number: its terms, each with its lines.
  const dialog = document.querySelector("dialog");
  const body = dialog.querySelector(".body");
  const quoted = (text) => "'\"" + text.replaceAll("'", "'\\''") + "\"'";
  const open = (category, from, to, only) => {
    const c = ids.indexOf(category);
    const inside = (year) => year !== null && year >= from && year <= to;
    const totals = new Map();
    for (const [k, term, year, hits] of data.cells) {
      if (k === c && inside(year) && (only === undefined || data.terms[term] === only)) {
        totals.set(term, (totals.get(term) || 0) + hits);
      }
    }
    const span = from === to ? `${from}年` : `${from}–${to}年`;
    const all = [...totals.values()].reduce((a, b) => a + b, 0);
    dialog.querySelector("h3").textContent = `${data.categories[c][1]} · ${span} · ${all}次`;
    body.replaceChildren();
    if (all === 0) body.append(element("p", "没有命中。"));
    for (const [term, hits] of [...totals].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
      const details = element("details");
      details.open = totals.size === 1;
      details.append(element("summary", `${data.terms[term]}　${hits}次`));
      if (data.lines) {
        for (const [doc, k, t, start, l, hit, r] of data.lines) {
          const [id, title, year] = data.documents[doc];
          if (k !== c || t !== term || !inside(year)) continue;
          const line = element("div", undefined, "line");
          line.append(element("span", l, "l"), element("mark", hit), element("span", r));
          line.append(element("span", `${year}年《${title}》 ${id}，第${start + 1}字`, "place"));
          details.append(line);
        }
      } else {
        details.append(element("p", "命中太多，未随报告附上语境行。查看全部，请在本报告所在的文件夹里运行："));
        details.append(element("pre", `nianlun search . ${quoted(data.terms[term])} --years ${from}-${to} --limit 1000`));
      }
      body.append(details);
    }
    dialog.showModal();
  };
  for (const button of document.querySelectorAll("button.open")) {
    const { category, from, to, term } = button.dataset;
    button.addEventListener("click", () => open(category, Number(from), Number(to), term));
  }
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
})();
