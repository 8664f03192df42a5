// The panel beside the map (below it on a phone) lists what a mark stands for. It scrolls, so nothing is cut off.
"use strict";

import { mostFrequent } from "./map-clusters.js";
import {
  STATUSES,
  airwars,
  counted,
  days,
  element,
  monthsInWords,
  number,
  precision,
  statusesInWords,
} from "./map-words.js";

const GRAVEST = (row) => [row.status === "credible" ? 0 : 1, -(row.killed ?? 0), row.first_day];

export class Panel {
  constructor(box, address) {
    this.box = box;
    this.address = address;
    this.closed = () => {};
    box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  incidents(cluster, closed) {
    const { rows } = cluster;
    const heading = `${counted(rows.length, "incident")}, ${mostFrequent(rows.map((row) => row.place))}`;
    const about = rows.length === 1 ? [] : [element("p", {}, `${statusesInWords(rows)}. ${howExact(cluster)}`)];
    const items = [...rows].sort((a, b) => compare(GRAVEST(a), GRAVEST(b))).map((row) => this.incident(row));
    this.show(heading, [...about, element("ul", { className: "incidents" }, ...items)], closed);
  }

  incident(row) {
    const link = element("a", { href: `${this.address}/incidents/${row.incident_id}` }, `${days(row)}, ${row.place}`);
    const lines = [
      row.killed !== null && `${number(row.killed)} killed by the Coalition's figure`,
      row.killed === null && row.status === "credible" && "the Coalition gave no figure",
      airwars(row) && `Airwars: ${airwars(row)} killed`,
    ].filter(Boolean);
    const status = element("span", { className: `status ${row.status}` }, STATUSES[row.status]);
    const about = [
      element("p", {}, status, lines.length ? `. ${lines.join(". ")}` : ""),
      element("p", { className: "muted" }, `Point: ${precision(row)}`),
    ];
    return element("li", {}, link, ...about);
  }

  place(row, closed) {
    const months = monthsInWords(row.first_month, row.last_month);
    this.show(
      `${row.place}, ${row.country}`,
      [
        element("p", {}, `${counted(row.strikes, "strike")} in ${counted(row.records, "record")}, ${months}`),
        element("p", { className: "muted" }, "Point: the place that reports name, not the exact spots of the strikes"),
        element("p", {}, element("a", { href: `${this.address}/places/${row.place_id}` }, "The place and its strikes")),
      ],
      closed,
    );
  }

  show(heading, content, closed) {
    const head = element("h2", { tabIndex: -1 }, heading);
    const close = element("button", { type: "button", className: "close" }, "Close");
    close.addEventListener("click", () => this.close());
    this.closed = closed;
    this.box.replaceChildren(head, close, ...content);
    this.box.hidden = false;
    this.box.scrollTop = 0;
    head.focus({ preventScroll: true });
  }

  close() {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.closed();
  }
}

// Such as: How exact the points are: city (200), not stated (39).
function howExact({ rows, points }) {
  const values = [...new Set(rows.map(precision))].map((value) => [
    value,
    rows.filter((row) => precision(row) === value).length,
  ]);
  const words = values
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => `${value} (${number(count)})`)
    .join(", ");
  const begin =
    points.length === 1
      ? "All have the same point. How exact it is"
      : `They are at ${number(points.length)} points. How exact these are`;
  return `${begin}, by the source: ${words}.`;
}

function compare(a, b) {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i < 0 ? 0 : a[i] < b[i] ? -1 : 1;
}
