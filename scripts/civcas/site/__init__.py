"""The Datasette site.

Where to look: a page is a template (templates/), its words and figures come from a plugin (plugins/), which Datasette
loads by itself; canned queries (queries/) and charts (charts/) are files that the plugins read.

    home page, documents       plugins/pages.py       index.html, document.html
    a record                   plugins/records.py     row.html, _record.html, _lists.html
    a table                    Datasette's own        table.html, _table.html, _filters.html
    a canned query           plugins/canned_queries.py  query.html, queries/*.sql
    dashboards, the map        plugins/charts.py      dashboard.html, map.html, charts/*.json, static/*.js
    the search                 plugins/search.py      search.html
    zip, workbook, checksums   plugins/downloads.py

Around all of it, from the outside in, are three plugins without a page: headers.py (what every answer says, and what is
never answered), limits.py (what a request may cost; workers.py answers the costly ones in processes of their own,
errors.py words what is cut off) and page_cache.py (pages that were made are kept). database.py and asgi.py are what
several plugins share.
"""
