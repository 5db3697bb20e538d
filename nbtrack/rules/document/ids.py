"""Cell ids: which are well formed, and new ones that come out the same on every machine."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell

LONGEST = 64
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_DIGITS = 8  # as many as nbformat's own random ids have


def is_well_formed(cell_id: object) -> bool:
    """Tell whether nbformat 4.5 takes a value for a cell id."""
    return isinstance(cell_id, str) and 0 < len(cell_id) <= LONGEST and _ALLOWED.issuperset(cell_id)


def fresh_id(cell: Cell, taken: set[str]) -> str:
    """Derive an id from a cell's source and number, and add it to the ones that are taken.

    Random ids would differ between two people who fix the same file, and so conflict when they merge.
    """
    from hashlib import blake2b

    attempt = 0
    while True:
        seed = f"{cell.number}\0{attempt}\0{cell.source}".encode("utf-8", "surrogatepass")
        candidate = blake2b(seed, digest_size=_DIGITS // 2).hexdigest()
        if candidate not in taken:
            taken.add(candidate)
            return candidate
        attempt += 1


def well_formed_ids(cells: tuple[Cell, ...]) -> set[str]:
    """Return every id in use that may stay."""
    return {cell.id for cell in cells if cell.id is not None and is_well_formed(cell.id)}
