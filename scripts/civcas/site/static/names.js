// Names what Datasette's own pages leave unnamed for those who do not see it, once the page's own script has made its editor.
"use strict";

const NAMES = {
  ".CodeMirror textarea": "SQL",
  "select[name^=_filter_column]": "Field",
  "select[name^=_filter_op]": "Comparison",
  "input[name^=_filter_value]": "Value",
  "select[name=_sort]": "Sort by",
  ".table-wrapper:not([aria-label])": "The result, scrolls sideways",
};

addEventListener("load", () => setTimeout(() => {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("aria-label", name);
  }
  for (const region of document.querySelectorAll(".table-wrapper:not([tabindex])")) {
    region.setAttribute("role", "region");
    region.setAttribute("tabindex", "0"); // it scrolls by the keyboard, too
  }
}));
