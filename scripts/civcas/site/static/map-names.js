// Names of countries, governorates, rivers and towns, as many as there is room for.
"use strict";

// From which zoom on a town has its name, by its people; towns of the table `places` have theirs from the last on.
const TOWNS = [
  [1_000_000, 0],
  [400_000, 6],
  [150_000, 7],
  [50_000, 8],
  [20_000, 9],
  [0, 10],
];
const CLOSE = 11;
// A town that is this near to a larger one, in degrees, has its name from a closer zoom on.
const SUBURB = 0.35;
const SUBURBS = 8.5;
const LETTER = { town: 6.3, governorate: 7.2, country: 11, river: 6.3 }; // width in pixels
const HEIGHT = 14;
// Two entries that are this near to each other, in degrees, are one town.
const SAME = 0.03;

// All names, the most important first.
export function namesOf({ countries, governorates, rivers, towns, places, searched }) {
  const called = new Map(places.map((place) => [place.geonames_id, place.name]));
  const large = towns.map((town) => ({
    kind: "town",
    text: called.get(town.geonames_id) ?? town.name,
    at: [[town.latitude, town.longitude]],
    from: TOWNS.find(([people]) => town.population >= people)[1],
  }));
  const small = places
    .filter(
      (place) =>
        !large.some(
          ({ at: [[lat, lon]] }) => Math.abs(lat - place.latitude) < SAME && Math.abs(lon - place.longitude) < SAME,
        ),
    )
    .map((place) => ({ kind: "town", text: place.name, at: [[place.latitude, place.longitude]], from: CLOSE }));
  const areas = (kind, features, from, to) =>
    features.map((feature) => ({ kind, text: feature.properties.name, at: within(feature.geometry), from, to }));
  for (const [i, town] of large.entries()) {
    if (large.slice(0, i).some((larger) => near(town, larger))) town.from = Math.max(town.from, SUBURBS);
  }
  return [
    ...searched,
    ...areas("country", countries.features, 0, 6.9),
    ...riverNames(rivers),
    ...large,
    ...areas("governorate", governorates.features, 6, 10.9),
    ...small,
  ];
}

const near = (a, b) => Math.hypot(a.at[0][0] - b.at[0][0], a.at[0][1] - b.at[0][1]) < SUBURB;

// Points of an area at which its name may stand, the most central first.
function within({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const largest = polygons.map(([ring]) => ring).sort((a, b) => b.length - a.length)[0];
  const [lons, lats] = [0, 1].map((i) => largest.map((point) => point[i]));
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const steps = [0, 1, -1, 2, -2, 3, -3].map((step) => 0.5 + step / 8);
  const grid = steps.flatMap((x) => steps.map((y) => [south + y * (north - south), west + x * (east - west)]));
  const far = ([lat, lon]) =>
    Math.hypot((lat - (south + north) / 2) / (north - south), (lon - (west + east) / 2) / (east - west));
  return grid.filter((point) => contains(largest, point)).sort((a, b) => far(a) - far(b));
}

// Whether a line due east of the point crosses the ring an odd number of times.
function contains(ring, [lat, lon]) {
  const crossings = ring.slice(1).filter(([x2, y2], i) => {
    const [x1, y1] = ring[i];
    return y1 > lat !== y2 > lat && lon < x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1);
  });
  return crossings.length % 2 === 1;
}

// A river's name may stand at any point of its line.
function riverNames(rivers) {
  const lines = new Map();
  for (const {
    properties: { name },
    geometry,
  } of rivers.features) {
    if (name) lines.set(name, [...(lines.get(name) ?? []), ...geometry.coordinates.map(([lon, lat]) => [lat, lon])]);
  }
  return [...lines].map(([text, at]) => ({ kind: "river", text, at, from: 6, to: 8.9 }));
}

// The names that have room: none lies over another one, over a cluster (`taken`), or beyond the edge of the map.
export function placed(names, zoom, project, size, taken) {
  const boxes = [...taken];
  const found = [];
  for (const name of names) {
    if (zoom < name.from || zoom > (name.to ?? Infinity)) continue;
    const box = firstFree(name, project, size, boxes);
    if (!box) continue;
    boxes.push(box);
    found.push({ ...name, box });
  }
  return found;
}

function firstFree(name, project, size, boxes) {
  const width = name.text.length * LETTER[name.kind];
  for (const at of name.at) {
    const { x, y } = project(at);
    for (const [left, top] of offsets(name.kind, width)) {
      const box = { left: x + left, top: y + top, right: x + left + width, bottom: y + top + HEIGHT, x, y };
      const within = box.left > 2 && box.top > 2 && box.right < size.x - 2 && box.bottom < size.y - 2;
      if (within && !boxes.some((other) => overlap(box, other))) return box;
    }
  }
  return null;
}

// Where a name may stand from its point: around it for a town, on it for an area, beside it for a river.
function offsets(kind, width) {
  if (kind === "country" || kind === "governorate") return [[-width / 2, -HEIGHT / 2]];
  if (kind === "river") return [[8, -HEIGHT / 2]];
  return [6, 14, 22, 30].flatMap((far) => [
    [far, -HEIGHT / 2],
    [-width - far, -HEIGHT / 2],
    [-width / 2, far - 2],
    [-width / 2, 2 - far - HEIGHT],
  ]);
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
