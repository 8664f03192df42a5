"""Ways to damage a package: its JSON files, its tables, and what is in their place."""

from __future__ import annotations

import json

DESCRIPTOR, RELEASES, EVIDENCE = "datapackage.json", "schemas/releases.json", "schemas/evidence.json"


def edit(root, file, change):
    """Change a JSON file of the package: `change` gets its content, the fields by name, and the resources by name."""
    path = root / file
    content = json.loads(path.read_text())
    parts = content.get("fields", []) + content.get("resources", [])
    change(content, {part["name"]: part for part in parts})
    path.write_text(json.dumps(content, indent=2))


def constraint(field, name, value):
    return lambda _, fields: fields[field].setdefault("constraints", {}).update({name: value})


def member(name, value):
    return lambda content, _: content.update({name: value})


def of_field(field, name, value):
    return lambda _, fields: fields[field].update({name: value})


def of_resource(name, value):
    return of_field("airpower", name, value)


def drop(name):
    return lambda content, _: content.pop(name)


def foreign(fields, resource, reference):
    key = {"fields": fields, "reference": {"resource": resource, "fields": reference}}
    return lambda content, _: content["foreignKeys"].append(key)


def table(name):
    return f"data/{name}.csv"


def rewritten(name, change):
    """Change the bytes of a file."""

    def apply(root):
        path = root / name
        path.write_bytes(change(path.read_bytes()))

    return apply


def replaced(name, old, new):
    def change(data):
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return rewritten(name, change)


def edited(file, change):
    return lambda root: edit(root, file, change)


def instead(name, make):
    """Put something else in the place of a file."""

    def apply(root):
        path = root / name
        path.unlink(missing_ok=True)
        make(path)

    return apply


def renamed(root):
    """A field renamed in schema and table together."""
    for file in ("schemas/airpower.json", table("airpower")):
        replaced(file, "tanker_sorties", "refuelling_sorties")(root)


def without_records(*names):
    def apply(root):
        for name in names or [path.stem for path in (root / "data").glob("*.csv")]:
            rewritten(table(name), lambda data: data.split(b"\n", 1)[0] + b"\n")(root)

    return apply


def leads_out(root):
    """The table moved out of the package, and a link to it in its place."""
    path = (root / table("airpower")).rename(root.parent / f"{root.name}.csv")
    (root / table("airpower")).symlink_to(path)


def circle(path):
    path.symlink_to(path)
