// Tooltips of the charts, by mouse, touch and keyboard. What they say stands in the row of the table beside the chart.
"use strict";

const DAY = /^\d{4}-\d{2}(-\d{2})?$/;
const CODE = /^[a-z]+(_[a-z]+)+$/;
const REACH = 40; // pixels from a point to the mouse

/** A month or day as 17 March 2017, and a code without its underscores. */
function inWords(text) {
  const day = text.length > 7 ? "numeric" : undefined;
  if (DAY.test(text)) return new Date(text).toLocaleDateString("en-GB", { day, month: "long", year: "numeric", timeZone: "UTC" });
  return CODE.test(text) ? text.replaceAll("_", " ") : text;
}

/** The names and values of a row of the table, without empty cells: those of the wanted columns, in their order. */
function cellsOf(table, row, wanted) {
  const heads = [...table.tHead.rows[0].cells];
  const cells = table.tBodies[0].rows[row].cells;
  const columns = wanted ? wanted.map((name) => heads.findIndex((head) => head.dataset.column === name)) : heads.keys();
  return [...columns].map((i) => [heads[i].textContent.trim(), inWords(cells[i].textContent.trim())]).filter(([, value]) => value);
}

function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made, attributes);
  return made;
}

const hrefOf = (point) => point.getAttribute("href");

class Chart {
  constructor(figure) {
    this.drawing = figure.querySelector(".drawing");
    this.table = figure.querySelector("table.numbers");
    this.wanted = this.drawing.dataset.tooltip?.split(" ");
    this.points = [...this.drawing.querySelectorAll(".point")];
    this.tooltip = element("div", "", { className: "tooltip", hidden: true });
    this.said = element("p", "", { className: "said", ariaLive: "polite" });
    this.drawing.append(this.tooltip, this.said);
    this.drawing.tabIndex = 0;
    this.drawing.role = "application";
    this.drawing.ariaRoleDescription = "chart";
    this.drawing.ariaLabel += " Arrow keys walk through its points, Enter opens the record of a point.";
    this.listen();
    this.drawing.dataset.drawn = "true";
  }

  listen() {
    const on = (name, listener) => this.drawing.addEventListener(name, listener);
    on("keydown", (event) => this.pressed(event));
    on("focus", () => this.drawing.matches(":focus-visible") && this.show(this.active ?? this.points[0], true));
    on("blur", () => this.hide());
    on("pointermove", (event) => event.pointerType === "mouse" && this.pointed(event));
    on("pointerleave", (event) => event.pointerType === "mouse" && this.hide());
    on("pointerdown", (event) => (this.touched = event.pointerType !== "mouse"));
    on("click", (event) => this.clicked(event));
    document.addEventListener("pointerdown", (event) => this.drawing.contains(event.target) || this.hide());
  }

  pressed(event) {
    const last = this.points.length - 1;
    const at = this.points.indexOf(this.active);
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) this.show(this.points[Math.min(Math.max(steps[event.key], 0), last)], true);
    else if (event.key === "Enter" && this.active && hrefOf(this.active)) location.assign(hrefOf(this.active));
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
  }

  pointed(event) {
    if (this.tooltip.contains(event.target)) return;
    const point = this.pointAt(event);
    if (point) this.show(point);
    else this.hide();
  }

  // A finger first sees what is there. The tooltip then has the link.
  clicked(event) {
    if (this.tooltip.contains(event.target)) return;
    const point = this.pointAt(event);
    if (!this.touched && !event.target.closest("a") && point && hrefOf(point)) location.assign(hrefOf(point));
    if (!this.touched) return;
    event.preventDefault();
    if (point) this.show(point, true, true);
    else this.hide();
  }

  /** The point under the mouse or, where points are small, the nearest one. */
  pointAt(event) {
    const under = event.target.closest(".point");
    if (under) return under;
    const distances = this.points.map((point) => {
      const box = point.getBoundingClientRect();
      return [Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY), point];
    });
    const nearest = distances.reduce((best, one) => (one[0] < best[0] ? one : best), [REACH]);
    return nearest[1];
  }

  show(point, aloud = false, pinned = false) {
    if (!point) return;
    if (point !== this.active) {
      this.active?.classList.remove("active");
      this.active = point;
      point.classList.add("active");
      this.fill(cellsOf(this.table, Number(point.dataset.row), this.wanted), hrefOf(point));
    }
    this.tooltip.classList.toggle("pinned", pinned);
    this.tooltip.hidden = false;
    this.place(point);
    if (aloud) this.said.textContent = this.words;
  }

  fill([first, ...cells], href) {
    const list = element("dl");
    for (const [name, value] of cells) list.append(element("dt", name), element("dd", value));
    this.tooltip.replaceChildren(element("strong", first[1]), list);
    if (href) this.tooltip.append(element("a", href.includes("?") ? "Open the records" : "Open the record", { href, tabIndex: -1 }));
    this.words = [first[1], ...cells.map(([name, value]) => `${name}: ${value}`)].join("; ");
  }

  /** Beside the point or, where that is narrow or the point is wide, below it; inside the drawing. */
  place(point) {
    const box = this.drawing.getBoundingClientRect();
    const spot = point.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.tooltip;
    const below = Math.max(width, spot.width) > box.width / 2;
    const right = spot.right - box.left + 10;
    const beside = right + width <= box.width ? right : spot.left - box.left - width - 10;
    const left = below ? spot.left - box.left : beside;
    const top = spot.top - box.top + (below ? Math.min(spot.height, 90) + 6 : spot.height > height ? 0 : -height / 2);
    this.tooltip.style.left = `${Math.max(Math.min(left, box.width - width), 0)}px`;
    this.tooltip.style.top = `${Math.max(top, 0)}px`;
  }

  hide() {
    this.active?.classList.remove("active");
    this.tooltip.hidden = true;
  }
}

for (const figure of document.querySelectorAll("figure.chart")) if (figure.querySelector(".point")) new Chart(figure);
