"""What a run used, for `nbtrack show`: files, folders, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import print_table
from nbtrack.record.used_text import machine_text, remarks_on
from nbtrack.store.digest import first_digits, short_id
from nbtrack.store.surroundings import data_of, machine_of, packages_imported
from nbtrack.terminal import count_text, size_text
from nbtrack.text_table import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST_NAMED = 4
_MOST_PACKAGES = 12


def used_facts(record: RunRecord, store: Store) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a run's machine, packages and files in a line each, with a title."""
    yield from _surroundings(record, store)
    data = data_of(record, store.blobs)
    files = data.get("files", [])
    yield from _line("read", [file for file in files if file["use"] != "written"])
    yield from _line("wrote", [file for file in files if file["use"] != "read"])
    if urls := data.get("urls"):
        yield "fetched", _few(urls)
    if unseen := data.get("unseen"):
        where = "outside of the project " if data.get("watched") else ""
        yield "not seen", f"files {where}that {', '.join(unseen)} opened by other names than the code shows"
    if record.modules:
        yield "modules", _few(list(record.modules))


def _surroundings(record: RunRecord, store: Store) -> Iterator[tuple[str, str]]:
    environment = record.environment
    if environment is None:
        return
    if machine := machine_of(environment, store.blobs):
        yield "machine", machine_text(machine)
    if packages := packages_imported(environment, store.blobs):
        yield "imported", _few([f"{name} {version}" for name, version in packages.items()], _MOST_PACKAGES)
    if environment.seeds:
        given = [f"{name} {', '.join(map(str, values))}" for name, values in environment.seeds.items()]
        yield "seeds", _few(given)


def used_json(record: RunRecord, store: Store) -> dict[str, Any]:
    """Return what the record's blobs say of files, machine and packages, None for what it does not have."""
    environment = record.environment
    machine = machine_of(environment, store.blobs) or None
    imported = packages_imported(environment, store.blobs) if environment and environment.imported else None
    lock = store.blobs.get(environment.lock).decode("utf-8") if environment and environment.lock else None
    data = data_of(record, store.blobs) or None
    return {"data": data, "machine": machine, "imported": imported, "lock": lock}


def list_files(record: RunRecord, store: Store, out: Output) -> None:
    """Print a table of all files, then folders and addresses."""
    data = data_of(record, store.blobs)
    files, folders = data.get("files", []), data.get("folders", [])
    rows = [*files, *(folder | {"use": "listed"} for folder in folders)]
    table = [
        Column("USE", [row["use"] for row in rows]),
        Column("CELL", [str(row.get("cell", "")) for row in rows], right=True),
        Column(
            "SIZE", [size_text(row["size_bytes"]) if "size_bytes" in row else "" for row in rows], right=True
        ),
        Column("DIGEST", [first_digits(row.get("digest") or "") for row in rows]),
        Column("PATH", [_path(row) for row in rows]),
    ]
    if rows:
        print_table(table, out)
    for address in (*data.get("urls", ()), *data.get("hosts", ())):
        out.line(address)
    if record.data is None:
        out.note(f"run {short_id(record.id)} has no files on record: nobody could follow its processes")
    elif not data:
        out.note(f"run {short_id(record.id)} used no files")


def _line(title: str, files: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    if files:
        yield title, f"{count_text(len(files), 'file')}: {_few([_with_size(file) for file in files])}"


def _with_size(file: dict[str, Any]) -> str:
    return f"{file['path']} ({size_text(file['size_bytes'])})" if "size_bytes" in file else file["path"]


def _few(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", … {rest} more" if rest > 0 else "")


def _path(row: dict[str, Any]) -> str:
    said = remarks_on(row)
    if "files" in row:
        said.append(count_text(row["files"], "file"))
    return str(row["path"]) + (f"  ({', '.join(said)})" if said else "")
