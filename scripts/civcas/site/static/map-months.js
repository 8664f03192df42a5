// The two sliders of months, the fields of the form that they agree with, and what they choose.
"use strict";

import { element, monthInWords } from "./map-words.js";

export class Months {
  constructor(box, months, chosen, changed) {
    this.months = months;
    this.first = this.slider("From", chosen.first ? months.indexOf(chosen.first) : 0);
    this.last = this.slider("To", chosen.last ? months.indexOf(chosen.last) : months.length - 1);
    for (const { input } of [this.first, this.last]) {
      input.addEventListener("input", () => {
        if (Number(this.first.input.value) > Number(this.last.input.value)) {
          (input === this.first.input ? this.last : this.first).input.value = input.value;
        }
        this.say();
        changed(this.range());
      });
    }
    this.say();
    box.replaceChildren(this.first.label, this.last.label);
  }

  slider(text, value) {
    const output = element("output");
    const input = element("input", { type: "range", min: 0, max: this.months.length - 1, value });
    return { input, output, label: element("label", {}, element("span", {}, `${text} `, output), input) };
  }

  say() {
    for (const { input, output } of [this.first, this.last]) {
      output.textContent = monthInWords(this.months[input.value]);
      input.setAttribute("aria-valuetext", output.textContent);
    }
  }

  range() {
    return { first: this.months[this.first.input.value], last: this.months[this.last.input.value] };
  }

  whole() {
    return this.first.input.value === "0" && Number(this.last.input.value) === this.months.length - 1;
  }
}

// Every month from the first of these to the last.
export function allMonths(found) {
  const [first, last] = [found.reduce((a, b) => (a < b ? a : b)), found.reduce((a, b) => (a > b ? a : b))];
  const months = [];
  for (let [year, month] = first.split("-").map(Number); ; month === 12 ? ([year, month] = [year + 1, 1]) : month++) {
    months.push(`${year}-${String(month).padStart(2, "0")}`);
    if (months.at(-1) >= last) return months;
  }
}
