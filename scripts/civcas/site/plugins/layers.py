"""The layers around Datasette, in the order in which a request passes through them.

The order matters: every response gets headers, also an error; a page has one address; and a costly request
goes to a worker process before the page cache sees it, which has compressed pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datasette import hookimpl

from civcas.site import canonical, compression
from civcas.site.asgi import Application
from civcas.site.config import site_config
from civcas.site.plugins import exports, headers, limits, page_cache

if TYPE_CHECKING:
    from datasette.app import Datasette

_LAYERS = (headers.layer, canonical.layer, exports.layer, limits.layer, page_cache.layer, compression.layer)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application] | None:
    if site_config(datasette) is None:
        return None

    def wrap(application: Application) -> Application:
        for layer in reversed(_LAYERS):
            application = layer(datasette, application)
        return application

    return wrap
