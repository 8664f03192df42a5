// The map of incidents and strikes: loads the records, draws those of the chosen months, and keeps the address.
"use strict";

import { keepInView, letScroll, makeMap } from "./map-layers.js";
import { Months, allMonths } from "./map-months.js";
import { Panel } from "./map-panel.js";
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

const WIDE = "(min-width: 64rem)"; // has room for the legend
const LISTED = 100;
const find = (selector) => document.querySelector(selector);

async function main() {
  const container = find("#map");
  const sources = [
    "/-/outlines.json",
    "/static/governorates.json",
    "/static/rivers.json",
    "/static/towns.json",
    container.dataset.source,
  ];
  const [outlines, governorates, rivers, towns, data] = await Promise.all(
    sources.map(async (source) => {
      const answer = await fetch(source);
      if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
      return answer.json();
    }),
  );
  const exactness = (row) => data.exactness[row.coordinates_precision] ?? "vague";
  const incidents = records(data.incidents).map((row) => ({ ...row, exactness: exactness(row) }));
  const strikes = records(data.strikes);
  const panel = new Panel(find("#map-panel"), data.address);
  const place = container.dataset.place ? JSON.parse(container.dataset.place) : null;
  const open = (target, back) => {
    if (target.cluster) panel.incidents(target.cluster, back);
    else panel.place(target.place, back);
    keepInView(map, target.cluster?.at ?? [target.place.latitude, target.place.longitude]);
  };
  find("#legend").open = matchMedia(WIDE).matches;
  const drawn = { outlines, governorates, rivers, towns: records(towns), places: records(data.names), place };
  const { map, marks, whole } = makeMap(container, drawn, open);
  letScroll(map, hint);
  addEventListener("keydown", (event) => event.key === "Escape" && panel.close());

  const fields = { first: find("#first_month"), last: find("#last_month") };
  const chosen = { first: fields.first.value, last: fields.last.value };
  const found = [
    ...incidents.map((row) => row.first_day.slice(0, 7)),
    ...strikes.flatMap((row) => row.months.map(([month]) => month)),
  ];
  const show = (range) => {
    const within = incidents.filter(
      (row) => row.first_day.slice(0, 7) >= range.first && row.first_day.slice(0, 7) <= range.last,
    );
    const places = strikesWithin(strikes, range);
    marks.show(within, places);
    say(within, places, range);
  };
  if (found.length) {
    const months = new Months(
      find("#months"),
      allMonths([...found, ...Object.values(chosen).filter(Boolean)]),
      chosen,
      (range) => {
        panel.close();
        show(range);
        list(incidents, range, data.address);
        keepMonths(fields, months.whole() ? { first: "", last: "" } : range);
      },
    );
    show(months.range());
  } else {
    say([], []);
    marks.draw();
  }

  if (place) markPlace(map, place);
  keepView(map);
  keepViewOnApply(find("form.of-map"));
  onPaper(map, whole);
  container.dataset.drawn = "true";
}

const records = ({ fields, rows }) => rows.map((row) => Object.fromEntries(fields.map((field, i) => [field, row[i]])));

function strikesWithin(places, { first, last }) {
  return places.flatMap((place) => {
    const months = place.months.filter(([month]) => month >= first && month <= last);
    if (!months.length) return [];
    const sum = (i) => months.reduce((total, month) => total + month[i], 0);
    return [{ ...place, strikes: sum(1), records: sum(2), first_month: months[0][0], last_month: months.at(-1)[0] }];
  });
}

// --- what is said about it ---------------------------------------------------------------------------------------
function say(incidents, places, range) {
  const strikes = places.reduce((total, place) => total + place.strikes, 0);
  const shown = [
    incidents.length && `${counted(incidents.length, "incident")} (${statusesInWords(incidents)})`,
    places.length && `${counted(strikes, "strike")} near ${counted(places.length, "place")}`,
  ].filter(Boolean);
  find("#shown").textContent = shown.length
    ? `Shown: ${shown.join(" and ")}, ${monthsInWords(range.first, range.last)}.`
    : "No record matches the filters.";
}

// The page's table of incidents, for the months that are chosen.
function list(incidents, range, address) {
  const body = find("#incidents tbody");
  if (!body) return;
  const within = incidents.filter(
    (row) => row.first_day.slice(0, 7) >= range.first && row.first_day.slice(0, 7) <= range.last,
  );
  const gravest = (row) => [-(row.killed ?? 0), -(row.airwars_killed_max ?? 0)];
  const first = within.sort((a, b) => gravest(a)[0] - gravest(b)[0] || gravest(a)[1] - gravest(b)[1]).slice(0, LISTED);
  body.replaceChildren(
    ...first.map((row) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, element("a", { href: `${address}/incidents/${row.incident_id}` }, days(row))),
        ...[`${row.place}, ${row.country}`, STATUSES[row.status]].map((text) => element("td", {}, text)),
        ...[row.killed === null ? "" : number(row.killed), airwars(row)].map((text) =>
          element("td", { className: "number" }, text),
        ),
        element("td", {}, precision(row)),
      ),
    ),
  );
  for (const count of document.querySelectorAll(".listed")) count.textContent = number(first.length);
  for (const count of document.querySelectorAll(".all-listed")) count.textContent = number(within.length);
  for (const link of document.querySelectorAll("#incidents a[data-whole]")) link.href = withMonths(link.href, range);
  const places = find("#places-are-of");
  if (places) places.hidden = false;
}

function withMonths(href, { first, last }) {
  const address = new URL(href);
  for (const [name, value] of [
    ["first_month", first],
    ["last_month", last],
  ]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  return address.href;
}

let fading;
function hint(text) {
  const box = find("#map-hint");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => {
    box.hidden = true;
  }, 1500);
}

// --- the address -------------------------------------------------------------------------------------------------
// The months that are chosen, in the form and in the address.
function keepMonths(fields, range) {
  fields.first.value = range.first;
  fields.last.value = range.last;
  history.replaceState(null, "", withMonths(location.href, range));
}

// Zoom and middle of the map, such as #map=9.5/36.34/43.13.
function keepView(map) {
  const restore = () => {
    const view = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
    if (view) map.setView([Number(view[2]), Number(view[3])], Number(view[1]), { animate: false });
  };
  restore();
  addEventListener("hashchange", restore);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    const hash = `#map=${Number(map.getZoom().toFixed(2))}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
    if (location.hash !== hash && !map.printing) history.replaceState(null, "", hash);
  });
}

// Another filter leaves the map where it is. Another place does not.
function keepViewOnApply(form) {
  const { place } = form.elements;
  form.addEventListener("submit", () => {
    form.action = location.pathname + (place.value === place.defaultValue ? location.hash : "");
  });
}

function markPlace(map, { name, latitude, longitude }) {
  map.setView([latitude, longitude], 11, { animate: false });
  const icon = L.divIcon({ className: "searched", html: "", iconSize: [76, 76] });
  L.marker([latitude, longitude], { icon, interactive: false, keyboard: false, alt: name, pane: "names" }).addTo(map);
}

// Paper is narrower than most screens, but must show the same part of the map.
function onPaper(map, whole) {
  for (const [event, width, height] of [
    ["beforeprint", "25cm", "13cm"],
    ["afterprint", "", ""],
  ]) {
    addEventListener(event, () => {
      const shown = location.hash.startsWith("#map=") ? map.getBounds() : null;
      map.printing = true;
      Object.assign(map.getContainer().style, { width, height });
      map.invalidateSize({ animate: false });
      if (shown) map.fitBounds(shown, { animate: false });
      else whole();
      map.printing = false;
    });
  }
}

main().catch((error) => {
  find("#shown").textContent =
    "The map could not be loaded. The tables below have the records; reload the page to try again.";
  throw error;
});
