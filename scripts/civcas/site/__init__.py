"""The Datasette site.

A page is a template (templates/). A plugin (plugins/) gives it its content. Canned queries (queries/) and charts
(charts/) are files that the plugins read.

    home page, documents       plugins/pages.py           index.html, document.html
    a record                   plugins/records.py         row.html, _record.html, _lists.html, surroundings.py
    two releases compared      plugins/compare.py         compare.html
    questions, downloads,      plugins/guide.py           base.html (the header), questions.html, downloads.html,
      about, licence                                      about.html, licence.html
    a table                    plugins/tables.py          table.html, _table_rows.html, _columns.html, _conditions.html,
                               plugins/table_filters.py   _exports.html, static/tables.css
    a canned query             plugins/canned_queries.py  query.html, queries/*.sql, parameters.py
    a visitor's own SQL        plugins/own_sql.py         query.html, _sql_help.html, examples/*.sql
    dashboards                 plugins/charts.py          dashboard.html, charts/*.json, drawing/, static/charts.js
    the map                    plugins/map.py             map.html, static/map*.js, map.css
    the search                 plugins/search.py          search.html, searching/
    zip, workbook, checksums   plugins/downloads.py
    CSV and JSON lines         plugins/exports.py
    errors                     plugins/errors.py          error.html

sentences.py and words.py say records, days and numbers in words. plugins/layers.py wraps layers around all of it, such
as headers.py, limits.py and page_cache.py. workers.py has the processes that answer costly requests.
plugins/templates.py has what all templates use.

The plugins are entry points of the Python package, so Datasette loads them by itself. They do nothing unless the
metadata has their settings (config.py).
"""
