// Incidents that share a point, points that lie close together on the screen, and how they are drawn.
"use strict";

import { byStatus, counted, days, number, statusesInWords } from "./map-words.js";

// The records of each point, with the point as the map library wants it; the largest point first.
export function pointsOf(rows) {
  const points = new Map();
  for (const row of rows) {
    const key = `${row.latitude},${row.longitude}`;
    if (!points.has(key)) points.set(key, { key, at: [row.latitude, row.longitude], rows: [] });
    points.get(key).rows.push(row);
  }
  return [...points.values()].sort((a, b) => b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1));
}

// Each point joins the first larger one that is nearer than `distance` pixels, and is drawn there. So every mark is at
// the point of one of its records, and never where none is.
export function clustersOf(points, project, distance) {
  const clusters = [];
  for (const point of points) {
    const { x, y } = project(point.at);
    const near = clusters.find((one) => Math.hypot(one.x - x, one.y - y) < distance);
    if (near) near.points.push(point);
    else clusters.push({ key: point.key, at: point.at, x, y, points: [point] });
  }
  return clusters.map((one) => ({ ...one, rows: one.points.flatMap((point) => point.rows) }));
}

export function title(cluster) {
  const { rows, points } = cluster;
  if (rows.length === 1) return `${days(rows[0])}, ${rows[0].place}: ${statusesInWords(rows).slice(2)}`;
  const where = points.length === 1 ? "at one point" : `at ${points.length} points`;
  const place = mostFrequent(rows.map((row) => row.place));
  return `${place}: ${counted(rows.length, "incident")} ${where}: ${statusesInWords(rows)}`;
}

export function mostFrequent(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

// --- drawings ---------------------------------------------------------------------------------------------------
// Outlines of size r. Each status has its own, so nobody has to rely on colour.
const OUTLINES = {
  credible: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`,
  non_credible: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  duplicate: (r) => `M0,${-1.3 * r}l${1.2 * r},${2.2 * r}h${-2.4 * r}Z`,
  open: (r) => `M0,${-1.4 * r}l${1.4 * r},${1.4 * r}l${-1.4 * r},${1.4 * r}l${-1.4 * r},${-1.4 * r}Z`,
};

const HALO = 4;
const SMALLEST = 12; // half the width of what a finger can hit
// A status that few incidents of a cluster have is drawn with this share of the ring at least, to be seen.
const SLIVER = 0.05;

// The radius of a cluster's mark, or of an incident's.
export function radius({ rows }) {
  if (rows.length > 1) return Math.min(11 + 0.9 * Math.sqrt(rows.length), 24);
  return 4.5 + 1.1 * Math.sqrt(Math.min(rows[0].killed || 0, 200));
}

export function drawing(cluster) {
  const r = radius(cluster);
  const size = Math.max(r, SMALLEST) + HALO;
  const drawn = cluster.rows.length > 1 ? ring(cluster, r) : incident(cluster.rows[0], r);
  const box = `viewBox="${-size} ${-size} ${2 * size} ${2 * size}" width="${2 * size}" height="${2 * size}"`;
  return { size, html: `<svg ${box} aria-hidden="true">${drawn}</svg>` };
}

function incident(row, r) {
  const outline = `<path class="mark ${row.status} ${row.exactness}" d="${OUTLINES[row.status](r)}"/>`;
  return `<circle class="hit" r="${SMALLEST}"/>${outline}`;
}

// A ring that is split by status, around the number of incidents. Several points have a halo.
function ring({ rows, points }, r) {
  const counts = byStatus(rows);
  const shares = counts.map(([, count]) => Math.max(count / rows.length, SLIVER));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let from = 0;
  const arcs = counts.map(([status], i) => {
    const to = from + shares[i] / whole;
    const path = arc(r - 3, from, to);
    from = to;
    return `<path class="arc ${status}" d="${path}"/>`;
  });
  const halo = points.length > 1 ? `<circle class="halo" r="${r + HALO}"/>` : "";
  const count = `<text class="count" dy=".35em">${number(rows.length)}</text>`;
  return `${halo}<circle class="disc" r="${r}"/>${arcs.join("")}${count}`;
}

// From one share of the circle to another, clockwise from the top.
function arc(r, from, to) {
  if (to - from > 0.999) return `M0,${-r}A${r},${r} 0 1,1 0,${r}A${r},${r} 0 1,1 0,${-r}`;
  const at = (share) =>
    [r * Math.sin(2 * Math.PI * share), -r * Math.cos(2 * Math.PI * share)].map((x) => x.toFixed(2)).join();
  return `M${at(from)}A${r},${r} 0 ${to - from > 0.5 ? 1 : 0},1 ${at(to)}`;
}
