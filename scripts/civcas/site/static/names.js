// Adds labels for screen readers that Datasette's own pages lack, after the page's script has made its editor.
"use strict";

const NAMES = {
  ".CodeMirror textarea": "SQL",
  "select[name^=_filter_column]": "Field",
  "select[name^=_filter_op]": "Comparison",
  "input[name^=_filter_value]": "Value",
  "select[name=_sort]": "Sort by",
  ".table-wrapper:not([aria-label])": "Results, scrolls sideways",
};

addEventListener("load", () => setTimeout(() => {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("aria-label", name);
  }
  for (const region of document.querySelectorAll(".table-wrapper:not([tabindex])")) {
    region.setAttribute("role", "region");
    region.setAttribute("tabindex", "0"); // so that the keyboard can scroll it
  }
}));
