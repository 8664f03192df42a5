// The map of a package whose ground is not known: the points of its tables, each with a link to its record.
"use strict";

const HUES = ["--open", "--credible", "--duplicate", "--non-credible"]; // of tables, in their order
const CLOSEST = 8; // the zoom at which a few points that lie together are shown at first

async function main() {
  const container = document.querySelector("#map");
  const answer = await fetch(container.dataset.source);
  if (!answer.ok) throw new Error(`${container.dataset.source}: ${answer.status}`);
  const { layers } = await answer.json();
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const animations = { zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves };
  const map = L.map(container, { attributionControl: false, worldCopyJump: true, ...animations });
  // Leaflet moves the map so that a popup is seen. It does so at once for readers who want no motion.
  if (!moves) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
  const drawn = layers.flatMap(({ title, points }, number) => points.map((point) => mark(title, point, number)));
  const whole = L.featureGroup(drawn).addTo(map);
  if (drawn.length) map.fitBounds(whole.getBounds(), { maxZoom: CLOSEST, padding: [40, 40] });
  else map.setView([0, 0], 1);
  L.control.scale().addTo(map);
  for (const each of drawn) name(each);
  container.dataset.drawn = "true";
}

function mark(title, [latitude, longitude, label, href], number) {
  const colour = `var(${HUES[number % HUES.length]})`;
  const text = document.createElement("p");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = label;
  text.append(`${title}: `, link);
  const style = { radius: 7, weight: 2, color: colour, fillColor: colour, fillOpacity: 0.5, className: "mapmark" };
  const drawn = L.circleMarker([latitude, longitude], style).bindPopup(text);
  drawn.words = `${title}: ${label}`;
  return drawn;
}

// Reached by Tab, and read out by its name.
function name(drawn) {
  const path = drawn.getElement();
  path.setAttribute("tabindex", "0");
  path.setAttribute("role", "button");
  path.setAttribute("aria-label", drawn.words);
  path.addEventListener("keydown", (event) => event.key === "Enter" && drawn.openPopup());
}

main().catch((error) => {
  document.querySelector("#shown").textContent = `The map can't be drawn (${error.message}). The tables have its records.`;
  throw error;
});
