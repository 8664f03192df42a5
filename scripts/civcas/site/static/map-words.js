// The records of the map in words. plugins/map.py says the same in the page's table.
"use strict";

const MONTHS = "January February March April May June July August September October November December".split(" ");
export const STATUSES = { credible: "Credible", duplicate: "Duplicate", open: "Open", non_credible: "Non-credible" };

export const number = (value) => value.toLocaleString("en");
export const counted = (value, one) => `${number(value)} ${one}${value === 1 ? "" : "s"}`;
export const monthInWords = (month) => `${MONTHS[month.slice(5, 7) - 1]} ${month.slice(0, 4)}`;
export const monthsInWords = (first, last) => [...new Set([first, last])].map(monthInWords).join(" to ");

// 17 March 2017, or 24 to 29 September 2014, or 30 May to 2 June 2017.
export function days({ first_day: first, last_day: last }) {
  const end = `${Number((last || first).slice(8))} ${monthInWords(last || first)}`;
  if (!last || first === last) return end;
  const day = Number(first.slice(8));
  if (first.slice(0, 7) === last.slice(0, 7)) return `${day} to ${end}`;
  const begin = monthInWords(first);
  return `${day} ${first.slice(0, 4) === last.slice(0, 4) ? begin.slice(0, -5) : begin} to ${end}`;
}

export function airwars({ airwars_killed_min: low, airwars_killed_max: high }) {
  if (low === null && high === null) return "";
  return low === high ? number(low) : `${low ?? "?"} to ${high ?? "?"}`;
}

export const precision = (row) => row.coordinates_precision?.replaceAll("_", " ") ?? "not stated";

// How many incidents have each status, those without any left out.
export function byStatus(rows) {
  const found = Object.keys(STATUSES).map((status) => [status, rows.filter((row) => row.status === status).length]);
  return found.filter(([, count]) => count);
}

export const statusesInWords = (rows) =>
  byStatus(rows)
    .map(([status, count]) => `${number(count)} ${STATUSES[status].toLowerCase()}`)
    .join(", ");

export function element(name, properties = {}, ...children) {
  const { dataset = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}
