// Names the editor of SQL for screen readers, after the page's script has made it.
"use strict";

addEventListener("load", () => setTimeout(() => {
  for (const editor of document.querySelectorAll(".CodeMirror textarea")) editor.setAttribute("aria-label", "SQL");
}));
