"""What is asked to change in a notebook, as values."""

from __future__ import annotations

from nbtrack.errors import EditError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Pointer


class _Remove:
    """The value of an edit that takes its place away."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REMOVE"


REMOVE = _Remove()


class Copy:
    """Inside a new list: the element that stands at a pointer today, with its text as it is."""

    __slots__ = ("pointer",)

    def __init__(self, pointer: Pointer) -> None:
        self.pointer = pointer

    def __repr__(self) -> str:
        return f"Copy({self.pointer!r})"


class Edit:
    """Put a value at a pointer (0-based, as in JSON), or REMOVE what stands there.

    A key that an object does not have yet is added. A list may hold `Copy` in place of elements to keep.
    """

    __slots__ = ("pointer", "value")

    def __init__(self, pointer: Pointer, value: object) -> None:
        self.pointer = pointer
        self.value = value

    def __repr__(self) -> str:
        return f"Edit({self.pointer!r}, {self.value!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edit) and (self.pointer, self.value) == (other.pointer, other.value)

    def __hash__(self) -> int:
        return hash(self.pointer)


def set_source(cell: Cell, text: str) -> Edit:
    """Return the edit that gives a cell a new source, stored as the old one is: a text, or a list of lines.

    What makes notebooks of scripts (sphinx-gallery) stores a list of one text, which stays one.
    """
    old = cell.data.get(cell.source_key)
    if isinstance(old, str):
        return Edit((*cell.pointer, cell.source_key), text)
    is_one = isinstance(old, list) and len(old) == 1 and "\n" in str(old[0]).removesuffix("\n")
    return Edit((*cell.pointer, cell.source_key), [text] if is_one and text else source_lines(text))


def source_lines(text: str) -> list[str]:
    """Split a source as nbformat does: lines with their ends, and only a line feed ends one."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


class Edits:
    """All edits of one notebook, with those sorted out of which notebooks have thousands.

    `emptied` says by key which cells get null or [] there, `dropped` by cell which keys its metadata loses;
    `rest` are all other edits.
    """

    __slots__ = ("dropped", "emptied", "rest")

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self.emptied: dict[str, tuple[Any, set[int]]] = {}
        self.dropped: dict[int, set[str]] = {}
        self.rest: list[Edit] = []
        for edit in edits:
            self.add(edit)

    def add(self, edit: Edit) -> None:
        """Add one edit; one that meets another stays among the rest, where `edited` sees that they meet."""
        pointer, value = edit.pointer, edit.value
        if pointer[:1] != ("cells",) or not (self._empties(pointer, value) or self._drops(pointer, value)):
            self.rest.append(edit)

    def empty(self, key: str, value: object, indices: set[int]) -> None:
        """Put null or [] at a key of some cells that no other edit is about."""
        if indices:
            self.emptied.setdefault(key, (value, set()))[1].update(indices)

    def _empties(self, pointer: Any, value: Any) -> bool:
        if len(pointer) != 3 or not (value is None or value == []):
            return False
        wanted, indices = self.emptied.setdefault(pointer[2], (value, set()))
        if wanted != value or pointer[1] in indices:
            return False
        indices.add(pointer[1])
        return True

    def _drops(self, pointer: Any, value: Any) -> bool:
        if len(pointer) != 4 or value is not REMOVE or pointer[2] != "metadata":
            return False
        keys = self.dropped.setdefault(pointer[1], set())
        if pointer[3] in keys:
            return False
        keys.add(pointer[3])
        return True

    @property
    def are_apart(self) -> bool:
        """Tell whether the rest can be made after the others as well as together with them.

        Raises EditError where edits meet.
        """
        if not any(edit.pointer[:1] in (("cells",), ()) for edit in self.rest):
            return True
        tree = _Tree()
        for edit in self:
            tree.add(edit)
        return not any(
            isinstance(element, Copy)
            for edit in self.rest
            if isinstance(edit.value, list)
            for element in edit.value
        )

    def __bool__(self) -> bool:
        return bool(self.rest or self.emptied or self.dropped)

    def __iter__(self) -> Iterator[Edit]:
        yield from self.rest
        for key, (value, indices) in self.emptied.items():
            yield from (Edit(("cells", index, key), value) for index in sorted(indices))
        for index, keys in self.dropped.items():
            yield from (Edit(("cells", index, "metadata", key), REMOVE) for key in sorted(keys))


def edited(data: object, edits: Iterable[Edit]) -> Any:
    """Return the document as the edits want it; data itself is not touched."""
    tree = _Tree()
    for edit in edits:
        tree.add(edit)
    return tree.apply(data, data) if tree.below else data


class _Tree:
    """The edits below one place."""

    __slots__ = ("below", "edit")

    def __init__(self) -> None:
        self.below: dict[str | int, _Tree] = {}
        self.edit: Edit | None = None

    def add(self, edit: Edit) -> None:
        tree = self
        for key in edit.pointer:
            tree = tree.below.setdefault(key, _Tree())
            if tree.edit is not None:
                raise EditError(f"two edits meet at {edit.pointer!r}")
        if tree.below or not edit.pointer:
            raise EditError(f"two edits meet at {edit.pointer!r}")
        tree.edit = edit

    def apply(self, value: object, root: object) -> Any:
        if self.edit is not None:
            return _resolved(self.edit.value, root)
        if not isinstance(value, (dict, list)):
            raise EditError(f"there is nothing to edit below {value!r}")
        if isinstance(value, list):
            return self._apply_list(value, root)
        new = dict(value)
        for key, tree in self.below.items():
            if tree.edit is not None and tree.edit.value is REMOVE:
                del new[str(key)]
            else:
                new[str(key)] = tree.apply(new.get(str(key)), root)
        return new

    def _apply_list(self, value: list[Any], root: object) -> list[Any]:
        kept = []
        for index, element in enumerate(value):
            tree = self.below.get(index)
            if tree is None:
                kept.append(element)
            elif tree.edit is None or tree.edit.value is not REMOVE:
                kept.append(tree.apply(element, root))
        return kept


def _resolved(value: object, root: object) -> Any:
    if not isinstance(value, list):
        return value
    return [at(root, element.pointer) if isinstance(element, Copy) else element for element in value]


def at(data: Any, pointer: Pointer) -> Any:
    """Return what stands at a pointer; raises KeyError or IndexError where nothing does."""
    for key in pointer:
        data = data[key]
    return data
