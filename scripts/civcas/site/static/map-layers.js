// The map itself: outlines, rivers and names below, marks above, and moving it with mouse, fingers and keys.
"use strict";

import { clustersOf, drawing, pointsOf, radius, title } from "./map-clusters.js";
import { namesOf, placed } from "./map-names.js";
import { counted, number } from "./map-words.js";

const ZOOM = { least: 4, most: 15, place: 11 };
// Points nearer than this to each other are one mark, in pixels; from the second zoom on fewer are.
const TOGETHER = [
  [10, 44],
  [Infinity, 28],
];
// Rivers are drawn from a small scale, and would be kilometres off when zoomed in.
const RIVERS_TO = 8.9;
const MARGIN = 0.1; // marks are drawn as far beyond the edge as this share of the map

// `open(target, back)` is called for a mark that is opened, with what gives it the focus back.
export function makeMap(container, { outlines, governorates, rivers, towns, places, place }, open) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(container, {
    minZoom: ZOOM.least,
    maxZoom: ZOOM.most,
    zoomSnap: 0.25,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    wheelPxPerZoomLevel: 120,
    zoomControl: false,
  });
  map.attributionControl
    .setPrefix('<a href="https://leafletjs.com/">Leaflet</a>')
    .addAttribution("Natural Earth, GeoNames");
  L.control.zoom({ position: matchMedia("(max-width: 40rem)").matches ? "topright" : "topleft" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  whole(map, outlines);
  base(map, outlines, governorates, rivers);
  const names = namesOf({
    countries: outlines,
    governorates,
    rivers,
    towns,
    places,
    searched: place ? [{ kind: "town", text: place.name, at: [[place.latitude, place.longitude]], from: 0 }] : [],
  });
  const marks = new Marks(map, names, open);
  map.on("zoomend moveend resize", () => marks.draw());
  return { map, marks, whole: () => whole(map, outlines) };
}

// Both countries, beside the legend if that is open.
function whole(map, outlines) {
  const left = legendWidth(map);
  map.fitBounds(L.geoJSON(outlines).getBounds(), {
    paddingTopLeft: [left + 4, 4],
    paddingBottomRight: [4, 4],
    animate: false,
  });
}

function legendWidth(map) {
  const legend = map.getContainer().parentElement.querySelector(".legend[open]");
  return legend && !map.printing ? legend.offsetWidth + 8 : 0;
}

// Moves the map if the panel would cover the point.
export function keepInView(map, at) {
  const container = map.getContainer();
  const panel = container.parentElement.querySelector("#map-panel");
  const below = getComputedStyle(panel).position === "fixed";
  if (below) container.scrollIntoView({ block: "start" });
  const covered = below
    ? [0, Math.max(0, container.getBoundingClientRect().bottom - panel.getBoundingClientRect().top)]
    : [panel.offsetWidth, 0];
  map.panInside(at, {
    paddingTopLeft: [legendWidth(map) + 40, 40],
    paddingBottomRight: covered.map((size) => size + 40),
    animate: false,
  });
}

function base(map, outlines, governorates, rivers) {
  for (const [name, z] of [
    ["outlines", 300],
    ["strikes", 350],
    ["names", 640],
  ])
    map.createPane(name).style.zIndex = z;
  map.getPane("names").setAttribute("aria-hidden", "true");
  const drawn = { interactive: false, pane: "outlines" };
  L.geoJSON(governorates, { ...drawn, style: { className: "governorate" } }).addTo(map);
  L.geoJSON(rivers, { ...drawn, style: { className: "river" } }).addTo(map);
  L.geoJSON(outlines, { ...drawn, style: { className: "country" } }).addTo(map);
}

// --- the marks ---------------------------------------------------------------------------------------------------
class Marks {
  constructor(map, names, open) {
    Object.assign(this, { map, names, open, points: [], strikes: [], drawn: [], active: null, opened: null });
    this.layer = L.layerGroup().addTo(map);
    map.getContainer().addEventListener("keydown", (event) => this.key(event));
  }

  show(incidents, strikes) {
    this.points = pointsOf(incidents);
    this.strikes = strikes;
    this.draw();
  }

  // Marks within the view alone, so that there are never many.
  draw() {
    const { map } = this;
    const focused = map.getContainer().contains(document.activeElement) && document.activeElement.matches(".mapmark");
    const zoom = map.getZoom();
    const view = map.getBounds().pad(MARGIN);
    const distance = TOGETHER.find(([to]) => zoom < to)[1];
    const clusters = clustersOf(this.points, (at) => map.project(at), distance).filter((one) => view.contains(one.at));
    const strikes = this.strikes.filter((one) => view.contains([one.latitude, one.longitude]));
    this.layer.clearLayers();
    this.drawn = [...clusters.map((one) => this.cluster(one)), ...strikes.map((one) => this.place(one))];
    this.drawn.forEach((mark, i) => this.prepare(mark, i));
    this.activate(this.drawn.find((mark) => mark.holds.has(this.active)) ?? this.drawn[0], focused);
    this.outline();
    this.name(clusters, zoom);
    map.getContainer().dataset.rivers = zoom > RIVERS_TO ? "off" : "on";
  }

  cluster(cluster) {
    const { size, html } = drawing(cluster);
    const credible = cluster.rows.some((row) => row.status === "credible");
    const icon = L.divIcon({ className: "mapmark", html, iconSize: [2 * size, 2 * size] });
    const layer = L.marker(cluster.at, {
      icon,
      keyboard: false,
      title: title(cluster),
      zIndexOffset: credible ? 10_000 : 0,
    });
    const split = cluster.points.length > 1 && this.map.getZoom() < ZOOM.most;
    const act = () =>
      split
        ? this.map.fitBounds(L.latLngBounds(cluster.points.map((point) => point.at)), {
            padding: [50, 50],
            maxZoom: ZOOM.most,
          })
        : this.openMark({ cluster }, cluster.key);
    const label = `${title(cluster)}${split ? ". Zoom in" : ""}`;
    return { layer, act, label, key: cluster.key, holds: new Set(cluster.points.map((point) => point.key)), cluster };
  }

  place(row) {
    const size = (4 + Math.sqrt(row.strikes) / 3) * (this.map.getZoom() < 7 ? 0.5 : 1);
    const layer = L.circleMarker([row.latitude, row.longitude], {
      radius: size,
      className: "mapmark mark strikes",
      pane: "strikes",
    });
    const label = `${row.place}: ${counted(row.strikes, "strike")} nearby`;
    return {
      layer,
      act: () => this.openMark({ place: row }, row.place_id),
      label,
      key: row.place_id,
      holds: new Set([row.place_id]),
    };
  }

  openMark(target, key) {
    this.open(target, () => {
      this.opened = null;
      this.outline();
      this.focus(key);
    });
    this.opened = key;
    this.outline();
  }

  outline() {
    for (const mark of this.drawn) mark.element.classList.toggle("opened", mark.holds.has(this.opened));
  }

  prepare(mark, i) {
    mark.layer.addTo(this.layer).on("click", (event) => {
      L.DomEvent.stop(event);
      this.active = mark.key;
      mark.act();
    });
    mark.element = mark.layer.getElement();
    if (!mark.cluster) mark.element.append(svgTitle(mark.label));
    mark.element.setAttribute("aria-hidden", "true");
    mark.label += `. Mark ${number(i + 1)} of ${number(this.drawn.length)} in view`;
    if (mark.cluster) {
      const [latitude, longitude] = mark.cluster.at;
      Object.assign(mark.element.dataset, { latitude, longitude, points: mark.cluster.points.length });
      mark.element.dataset.incidents = mark.cluster.rows.map((row) => row.incident_id).join(" ");
    }
  }

  // One mark alone can be reached with Tab and by a screen reader. The arrow keys choose which.
  activate(mark, focus) {
    if (!mark) return;
    for (const other of this.drawn.filter((one) => one.element.hasAttribute("role"))) {
      for (const name of ["role", "tabindex", "aria-label"]) other.element.removeAttribute(name);
      other.element.setAttribute("aria-hidden", "true");
    }
    const { element } = mark;
    element.removeAttribute("aria-hidden");
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
    element.setAttribute("aria-label", mark.label);
    this.active = mark.key;
    if (focus) element.focus({ preventScroll: true });
  }

  focus(key) {
    this.activate(this.drawn.find((mark) => mark.holds.has(key)) ?? this.drawn[0], true);
  }

  key(event) {
    if (!event.target.matches?.(".mapmark")) return;
    const here = this.drawn.findIndex((mark) => mark.element === event.target);
    const last = this.drawn.length - 1;
    const to = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowDown: here === last ? 0 : here + 1,
      ArrowLeft: here ? here - 1 : last,
      ArrowUp: here ? here - 1 : last,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) this.activate(this.drawn[to], true);
    else if (event.key === "Enter" || event.key === " ") this.drawn[here].act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Names where clusters leave room.
  name(clusters, zoom) {
    const project = (at) => this.map.latLngToContainerPoint(at);
    const taken = clusters.map((one) => {
      const { x, y } = project(one.at);
      const r = radius(one);
      return { left: x - r, right: x + r, top: y - r, bottom: y + r };
    });
    for (const { kind, text, box } of placed(this.names, zoom, project, this.map.getSize(), taken)) {
      const at = this.map.containerPointToLatLng([box.left, box.top]);
      const icon = L.divIcon({ className: `name ${kind}`, html: text, iconSize: null, iconAnchor: [0, 0] });
      L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.layer);
      if (kind === "town")
        L.circleMarker(this.map.containerPointToLatLng([box.x, box.y]), {
          radius: 1.5,
          className: "town-point",
          interactive: false,
          pane: "outlines",
        }).addTo(this.layer);
    }
  }
}

// What the mouse shows. The library's own tooltip would make each path a stop of the Tab key.
function svgTitle(text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "title");
  made.textContent = text;
  return made;
}

// --- moving it ---------------------------------------------------------------------------------------------------
// A page must not be caught by the map in it: one finger and the wheel scroll the page. `hint` says how to move it.
export function letScroll(map, hint) {
  const container = map.getContainer();
  container.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      hint("To zoom, hold Ctrl while you scroll");
      event.stopImmediatePropagation();
    },
    { capture: true, passive: true },
  );
  container.addEventListener("touchstart", (event) => event.touches.length < 2 && event.stopPropagation(), {
    capture: true,
    passive: true,
  });
  container.addEventListener(
    "touchmove",
    (event) => event.touches.length < 2 && hint("Use two fingers to move the map"),
    { passive: true },
  );
}
