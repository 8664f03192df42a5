// Draws the map from the tables of the page, one mark for each row. The style sheet has the colours of the marks.
"use strict";

// Outlines around (x, y) of size r, in pixels. Each status has its own, so nobody has to rely on colour.
const OUTLINES = {
  credible: (x, y, r) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`,
  non_credible: (x, y, r) => `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  duplicate: (x, y, r) => `M${x},${y - 1.3 * r}l${1.2 * r},${2.2 * r}h${-2.4 * r}Z`,
  open: (x, y, r) => `M${x},${y - 1.4 * r}l${1.4 * r},${1.4 * r}l${-1.4 * r},${1.4 * r}l${-1.4 * r},${-1.4 * r}Z`,
};
OUTLINES.strikes = OUTLINES.credible;

// Marks at the same point form a spiral around it, this many degrees (some 400 metres) from each other.
const SPREAD = 0.004;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
// A point with this many marks shows their number: when zoomed in, and always if they are many.
const CROWD = 5;
const LARGE_CROWD = 25;
// Marks are smaller by this factor when zoomed out.
const FAR = 0.5;
const IRAQ_AND_SYRIA = [[29.0, 35.6], [37.4, 48.6]];

// Leaflet's mark of a fixed size in pixels, with the outline of its kind.
const Mark = L.CircleMarker.extend({
  _updatePath() {
    this._renderer._setPath(this, OUTLINES[this.options.kind](this._point.x, this._point.y, this._radius));
  },
});

function rowsOf(id) {
  const table = document.querySelector(`#${id} table.numbers`);
  if (!table) return [];
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column);
  return [...table.tBodies[0].rows].map((row) => ({
    ...Object.fromEntries(columns.map((name, i) => [name, valueOf(row.cells[i])])),
    href: row.querySelector("a").href,
  }));
}

function valueOf(cell) {
  const text = cell.textContent.trim();
  return cell.className === "number" ? Number(text.replaceAll(",", "")) : text || null;
}

// The rows of each point, in the order of the table.
function byPoint(rows) {
  const points = new Map();
  for (const row of rows) {
    const key = `${row.latitude.toFixed(4)},${row.longitude.toFixed(4)}`;
    points.set(key, [...(points.get(key) || []), row]);
  }
  return [...points.values()];
}

function spread(row, place) {
  const distance = SPREAD * Math.sqrt(place);
  const angle = GOLDEN_ANGLE * place;
  const stretch = Math.cos((row.latitude * Math.PI) / 180);
  return [row.latitude + distance * Math.sin(angle), row.longitude + (distance * Math.cos(angle)) / stretch];
}

const words = (name) => name.replaceAll("_", " ");
const killed = (row) => (row.killed === null ? "no figure from the Coalition" : `${row.killed} killed by the Coalition's figure`);

function incidentMark(row, place, together) {
  const about = [
    `${words(row.status)}, ${killed(row)}`,
    row.airwars_killed_min === null && row.airwars_killed_max === null
      ? null
      : `Airwars: ${row.airwars_killed_min ?? "?"} to ${row.airwars_killed_max ?? "?"} killed`,
    `Point: ${row.coordinates_precision ? words(row.coordinates_precision) : "the source does not say how exact"}`,
    together > 1 ? `One of ${together} incidents at this point` : null,
  ];
  return mark(spread(row, place), row, `${row.first_day}, ${row.place}, ${row.country}`, about, {
    kind: row.status,
    size: 3.5 + 1.3 * Math.sqrt(row.killed || 0),
    className: `mark ${row.status} ${row.exactness}`,
  });
}

function strikesMark(row) {
  const about = [
    `${row.strikes.toLocaleString("en")} strikes in ${row.records.toLocaleString("en")} records`,
    `${row.first_month} to ${row.last_month}`,
    "Point: the place, not the exact spots of the strikes",
  ];
  return mark([row.latitude, row.longitude], row, `${row.place}, ${row.country}`, about, {
    kind: "strikes",
    size: 4 + Math.sqrt(row.strikes) / 3,
    className: "mark strikes",
  });
}

function mark(point, row, title, about, options) {
  const lines = about.filter(Boolean);
  const made = new Mark(point, { ...options, radius: options.size });
  made.label = `${title}: ${lines.join("; ")}`;
  made.bindPopup(() => popup(row.href, title, lines), { autoPanPadding: [20, 20] });
  return made;
}

function popup(href, title, lines) {
  const box = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href, textContent: title });
  box.append(link, ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  return box;
}

// The number of marks at a point.
function crowd(rows) {
  const icon = L.divIcon({ className: rows.length < LARGE_CROWD ? "crowd" : "crowd large", html: String(rows.length), iconSize: null });
  return L.marker([rows[0].latitude, rows[0].longitude], { icon, interactive: false, keyboard: false, alt: "" });
}

// Tab reaches the marks, the arrow keys move between them, Enter opens one.
function walkable(marks) {
  const elements = marks.map((made) => made.getElement());
  elements.forEach((element, i) => {
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", marks[i].label);
    element.setAttribute("tabindex", i === 0 ? "0" : "-1");
    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") marks[i].openPopup();
      else if (step) {
        const next = elements[(i + step + elements.length) % elements.length];
        element.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    marks[i].on("popupclose", () => element.focus({ preventScroll: true }));
  });
}

async function outlines(map) {
  const [governorates, countries] = await Promise.all(
    ["/static/governorates.json", "/-/outlines.json"].map(async (address) => (await fetch(address)).json()),
  );
  const pane = map.createPane("outlines");
  pane.style.zIndex = 300;
  const drawn = { interactive: false, pane: "outlines" };
  L.geoJSON(governorates, {
    ...drawn,
    style: { className: "governorate" },
    onEachFeature: (feature, layer) =>
      layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "governorate-name" }),
  }).addTo(map);
  L.geoJSON(countries, { ...drawn, style: { className: "country" } }).addTo(map);
}

async function draw() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map("map", {
    scrollWheelZoom: false, // the page scrolls on; buttons, keys and double clicks zoom
    minZoom: 5,
    maxZoom: 15,
    zoomAnimation: !still,
    fadeAnimation: !still,
  });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com/">Leaflet</a>').addAttribution("Natural Earth, GeoNames");
  map.fitBounds(IRAQ_AND_SYRIA);
  const marks = [];
  const zoomed = () => {
    const zoom = map.getZoom() < 7 ? "far" : map.getZoom() < 9 ? "near" : "close";
    if (map.getContainer().dataset.zoom === zoom) return;
    map.getContainer().dataset.zoom = zoom;
    for (const made of marks) made.setRadius(made.options.size * (zoom === "far" ? FAR : 1));
  };
  const points = byPoint(rowsOf("incidents"));
  const places = rowsOf("places").map(strikesMark);
  const incidents = points.flatMap((rows) => rows.map((row, i) => incidentMark(row, i, rows.length)));
  // The credible incidents, which are few, are drawn over the others, and all of them over the strikes.
  const credible = (made) => Number(made.options.kind === "credible");
  marks.push(...places, ...incidents.sort((a, b) => credible(a) - credible(b)));
  for (const made of marks) made.addTo(map);
  for (const rows of points.filter((rows) => rows.length >= CROWD)) crowd(rows).addTo(map);
  walkable(marks);
  const fit = () => marks.length && map.fitBounds(L.latLngBounds(marks.map((made) => made.getLatLng())), { padding: [20, 20], maxZoom: 9 });
  fit();
  // Paper is narrower than most screens, but must show all marks.
  for (const [event, width, height] of [["beforeprint", "25cm", "13cm"], ["afterprint", "", ""]]) {
    addEventListener(event, () => {
      Object.assign(map.getContainer().style, { width, height });
      map.invalidateSize({ animate: false });
      fit();
    });
  }
  map.on("zoomend", zoomed);
  zoomed();
  await outlines(map);
  map.getContainer().addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  map.getContainer().dataset.drawn = "true";
}

draw();
