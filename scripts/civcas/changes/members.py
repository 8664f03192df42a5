"""What changed in the descriptor and the schemas, member by member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from civcas.package.faults import DESCRIPTOR
from civcas.package.json_files import read_json
from civcas.package.tables import Package

# The members by which the items of a list can be told from each other: fields, resources, categories, contributors.
_LABELS = ("name", "value", "title", "path")
_WHOLE = "(whole file)"


@dataclass(frozen=True)
class MemberChange:
    """A member of a JSON file that changed; None on the side that does not have it."""

    file: str
    member: str
    old: str | None
    new: str | None


def changed_members(before: Package, after: Package, renamed: dict[str, str]) -> list[MemberChange]:
    """The changes of the descriptor, then of each schema. `renamed` has the old names of tables, by the new ones."""
    changes = list(_changes(DESCRIPTOR, before.descriptor, after.descriptor))
    old, new = _schema_files(before), _schema_files(after)
    for name, file in new.items():
        earlier = old.pop(renamed.get(name, name), None)
        if earlier is None:
            changes.append(MemberChange(file, _WHOLE, None, name))
        else:
            changes += _changes(file, read_json(before.root, earlier), read_json(after.root, file))
    return changes + [MemberChange(file, _WHOLE, name, None) for name, file in old.items()]


def _schema_files(package: Package) -> dict[str, str]:
    return {item["name"]: item["schema"] for item in package.descriptor["resources"]}


def _changes(file: str, old: Any, new: Any) -> Iterator[MemberChange]:
    for member, before, after in _differences(old, new, ""):
        yield MemberChange(file, member, before, after)


# A member, and its old and new value as text.
_Difference = tuple[str, str | None, str | None]


def _differences(old: Any, new: Any, at: str) -> Iterator[_Difference]:
    if old == new and type(old) is type(new):
        return
    kind = type(new if old is None else old)
    if kind is dict and _is_kind(dict, old, new):
        yield from _of_objects(old or {}, new or {}, at)
    elif kind is list and _is_kind(list, old, new):
        yield from _of_lists(old or [], new or [], at)
    else:
        yield at, _as_text(old), _as_text(new)


def _is_kind(kind: type, *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _of_objects(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[_Difference]:
    for name in new | old:
        yield from _differences(old.get(name), new.get(name), f"{at}.{name}" if at else name)


def _of_lists(old: list[Any], new: list[Any], at: str) -> Iterator[_Difference]:
    """The items that were added, removed or changed, and both orders if the order of the others changed."""
    label = _label(old, new)
    before, after = _by_label(old, label), _by_label(new, label)
    for name in after | before:
        if label:
            yield from _differences(before.get(name), after.get(name), f"{at}[{name}]")
        elif name not in before or name not in after:
            yield at, name if name in before else None, name if name in after else None
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield f"{at} (order)", ", ".join(before), ", ".join(after)


def _label(*lists: list[Any]) -> str | None:
    """The member by which the items of each list can be told from each other, if there is one."""
    return next((name for name in _LABELS if all(_tells_apart(name, items) for items in lists)), None)


def _tells_apart(name: str, items: list[Any]) -> bool:
    texts = [item.get(name) if isinstance(item, dict) else None for item in items]
    return all(isinstance(text, str) for text in texts) and len(set(texts)) == len(texts)


def _by_label(items: list[Any], label: str | None) -> dict[str, Any]:
    return {item[label] if label else str(_as_text(item)): item for item in items}


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
