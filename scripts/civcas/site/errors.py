"""The answer to a request that is refused or cut off: JSON where JSON was asked for, text for CSV, else a page."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response


async def refusal(datasette: Datasette, path: str, status: int, title: str, message: str) -> Response:
    """A Response with this HTTP status that says what happened, and how to ask for less."""
    headers: dict[str, str] = {"Retry-After": "10"} if status == 503 else {}
    if datasette.cors:
        add_cors_headers(headers)
    info = {"ok": False, "error": message, "status": status, "title": title}
    if path.endswith(".json"):
        return Response.json(info, status=status, headers=headers)
    if path.endswith(".csv"):
        return Response.text(f"{title}. {message}\n", status=status, headers=headers)
    styles = [{"url": datasette.urls.path(url)} for url in datasette.metadata("extra_css_urls") or []]
    html = await datasette.jinja_env.get_template("error.html").render_async(
        **info,
        urls=datasette.urls,
        app_css_hash=datasette.app_css_hash(),
        extra_css_urls=styles,
        crumb_items=lambda **_: [{"href": datasette.urls.instance(), "label": "home"}],
    )
    return Response.html(html, status=status, headers=headers)
