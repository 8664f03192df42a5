// Draws each chart of the page from its table. The style sheet has the colours, for light, dark and print.
"use strict";

const text = { labelColor: "var(--ink)", titleColor: "var(--muted)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
const THEME = {
  background: "transparent",
  font: "system-ui, sans-serif",
  numberFormat: ",d",
  view: { stroke: null },
  axis: { ...text, gridColor: "var(--line)", domainColor: "var(--line)", tickColor: "var(--line)", labelOverlap: "greedy", labelSeparation: 8 },
  axisX: { grid: false },
  axisDiscrete: { labelOverlap: false },
  legend: {
    ...text,
    orient: "top",
    columns: { signal: "width < 420 ? 1 : 3" },
    labelLimit: 260,
    symbolBaseFillColor: "var(--ink)",
    symbolBaseStrokeColor: "var(--ink)",
    symbolOpacity: 1,
  },
  mark: { color: "var(--c1)" },
  bar: { color: "var(--c1)" },
  range: { category: ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)"] },
};

function rowsOf(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column);
  return [...table.tBodies[0].rows].map((row) => Object.fromEntries(columns.map((name, i) => [name, valueOf(row.cells[i])])));
}

function valueOf(cell) {
  const text = cell.textContent.trim();
  return cell.className === "number" ? Number(text.replaceAll(",", "")) : text || null;
}

const MONTHS = "utcFormat(datum.value, utcmonth(datum.value) === 0 ? '%Y' : datum.index === 0 ? '%b %Y' : '%b')";

// On a narrow screen, labels are shorter and legends vertical. Over many years, only years have labels.
function fitted(narrow, years) {
  const layout = { top: { direction: narrow ? "vertical" : "horizontal", anchor: "start", margin: 16 } };
  return {
    ...THEME,
    axisY: { labelLimit: narrow ? 140 : 260 },
    axisTemporal: years > 3 ? { labelExpr: MONTHS, tickCount: "year" } : { labelExpr: MONTHS },
    legend: { ...THEME.legend, layout, labelFontSize: narrow ? 11 : 12 },
  };
}

// In a chart over time, the first column is the time.
const yearsOf = (rows) => new Set(rows.map((row) => String(Object.values(row)[0]).slice(0, 4))).size;

async function draw(figure) {
  const drawing = figure.querySelector(".drawing");
  if (!drawing) return;
  const rows = rowsOf(figure.querySelector("table.numbers"));
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    width: "container",
    height: 260,
    data: { values: rows },
    ...JSON.parse(figure.querySelector("script").textContent),
  };
  // For screen readers, the drawing is one image with a label. The table has its numbers.
  const inner = drawing.appendChild(document.createElement("div"));
  inner.ariaHidden = "true";
  await vegaEmbed(inner, spec, {
    renderer: "svg",
    ast: true, // interpret expressions, so that the content security policy needs no unsafe-eval
    actions: false,
    defaultStyle: false,
    config: fitted(drawing.clientWidth < 500, yearsOf(rows)),
    tooltip: { disableDefaultStyle: true },
  });
  drawing.dataset.drawn = "true";
}

for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
