// Names Datasette's SQL editor for those who do not see it, once the page's own script has made it.
"use strict";

addEventListener("load", () => setTimeout(() => {
  for (const field of document.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SQL");
}));
