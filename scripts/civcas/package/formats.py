"""The formats of texts: web addresses, URIs, e-mail addresses and UUIDs, by the libraries that Frictionless asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_url(value: object) -> bool:
    """Whether a value is an address on the web."""
    try:
        parts = urlsplit(str(value))
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def is_uri(value: object) -> bool:
    """Whether a value is a URI with a scheme (RFC 3986) and, if it is of the web, with a host."""
    from rfc3986 import exceptions, uri_reference, validators

    parts = ("scheme", "userinfo", "host", "port", "path", "query", "fragment")
    validator = validators.Validator().require_presence_of("scheme").check_validity_of(*parts)
    uri = uri_reference(str(value))
    try:
        validator.validate(uri)
    except exceptions.RFC3986Exception:
        return False
    return is_url(value) if str(uri.scheme).lower() in ("http", "https") else True


def is_email(value: object) -> bool:
    """Whether a value is an e-mail address."""
    import validators

    return validators.email(str(value)) is True


def is_uuid(value: object) -> bool:
    """Whether a value is a UUID as RFC 4122 writes it."""
    return bool(_UUID.fullmatch(str(value)))


# The formats of a Table Schema that are supported, but for the default.
IS_OF_FORMAT: dict[str, Callable[[object], bool]] = {"uri": is_uri, "email": is_email, "uuid": is_uuid}
