"""The text of a web page, without its navigation, its scripts and what it shows of other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString

# Parts of a page that are not its content. A form is none of them: some sites put a whole page into one.
_NOT_CONTENT = {
    "script", "style", "noscript", "template", "svg", "head", "nav", "footer", "aside", "button", "iframe", "select",
    "option", "datalist", "textarea", "label", "object", "dialog", "menu",
}  # fmt: skip


_ROLES_NOT_CONTENT = {"navigation", "contentinfo", "complementary", "search", "menu", "menubar", "dialog"}


# What pages call the parts that show other pages, in the names of their classes.
_OTHER_PAGES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|sidebar|related|recommended|recommendations|teasers?"
    r"|more-(?:news|stories|articles|releases)|most-(?:read|popular)|trending|newsletter|cookies?|share|social|comments)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)


_CONTENT = ("h1", "main", "article")


_BLOCKS = {
    "address", "article", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "time",
    "tr", "ul",
}  # fmt: skip


def page_text(data: bytes) -> str:
    """The text of a page: a blank line between blocks, an asterisk before each item of a list.

    Raises bs4.ParserRejectedMarkup. Takes time in proportion to the size of the page.
    """
    soup = BeautifulSoup(data, "html.parser")
    lines = [line.strip() for line in "".join(_pieces(soup, _with_content(soup))).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _with_content(soup: BeautifulSoup) -> set[int]:
    """The elements (by their id) around the headline and the main part of a page; they are content in any case."""
    found: set[int] = set()
    for tag in soup.find_all(_CONTENT):
        element: Tag | None = tag
        while element is not None and id(element) not in found:
            found.add(id(element))
            element = element.parent
    return found


def _pieces(soup: BeautifulSoup, content: set[int]) -> Iterator[str]:
    """The words and breaks of a page in order. Pages may be nested deeper than functions can call each other."""
    open_elements: list[tuple[Iterator[object], str]] = [(iter(soup.contents), "")]
    while open_elements:
        children, closing = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield closing
        elif isinstance(child, Tag):
            if _is_shown(child, content):
                opening, closing = _breaks(child)
                yield opening
                open_elements.append((iter(child.contents), closing))
        elif type(child) in (NavigableString, CData):  # not a comment or doctype, which are subclasses
            yield re.sub(r"[ \t\n\r\f\v]+", " ", str(child))


def _is_shown(tag: Tag, content: set[int]) -> bool:
    if tag.name in _NOT_CONTENT or tag.get("role") in _ROLES_NOT_CONTENT:
        return False
    names = f"{tag.get('id') or ''} {' '.join(filter(None, tag.get_attribute_list('class')))}"
    return id(tag) in content or not _OTHER_PAGES.search(names)


def _breaks(tag: Tag) -> tuple[str, str]:
    """What stands before and after the words of an element."""
    if tag.name == "br":
        return "\n", ""
    if tag.name not in _BLOCKS:
        return "", ""
    return ("\n\n* " if tag.name == "li" else "\n\n"), "\n\n"
