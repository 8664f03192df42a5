"""Pages of the site as tests read them: their elements, words and links."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

from tests.conftest import get

SITE = "/oir-civcas"


class Page(HTMLParser):
    """A page's elements, each its name and attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.title = ""
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += f" {data}"
        if self.elements and self.elements[-1][0] == "title" and not self.title:
            self.title = data

    @property
    def links(self) -> set[str]:
        return {attributes["href"] for tag, attributes in self.elements if tag == "a" and attributes.get("href")}


class Form(HTMLParser):
    """The fields of a question's form with their values: what is typed, or chosen, or else the first choice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.fields: dict[str, dict[str, str | None]] = {}
        self.choosing = ""
        self.feed(text.partition('<form class="sql"')[2].partition("</form>")[0])

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in {"input", "select"} and found.get("name"):
            self.fields[found["name"]] = {"tag": tag, **found}
            self.choosing = found["name"]
            if tag == "input":
                self.values[found["name"]] = found["value"]
        elif tag == "option" and ("selected" in found or self.choosing not in self.values):
            self.values[self.choosing] = found["value"]


def page(address, path):
    return Page(get(address + path))


def one(database, sql, *values):
    (row,) = database.execute(sql, values).fetchall()
    return row


def thousands(number):
    return f"{number:,}"


def address_of(schema, record):
    keys = [record[name] for name in schema.primary_key]
    return ",".join(quote(key, safe="").replace("~", "~7E").replace("%", "~") for key in keys)
