"""Charts as SVG and HTML, drawn on the server from the rows that the table beside them has.

    hues.py       which colour a thing has
    scales.py     from months, days and numbers to places on an axis, and to words
    timeline.py   bars, steps, dots and ranges over time, in one panel or several
    ranking.py    one bar, range or dot for each row, one under the other
    findings.py   what a chart shows, in one sentence

A drawing is as wide as its page: all horizontal places are percentages. static/charts.css has the colours, and
static/charts.js the tooltips and keys.
"""
