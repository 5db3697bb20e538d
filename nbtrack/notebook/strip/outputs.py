"""Which outputs and execution counts leave."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell
    from nbtrack.notebook.strip.policy import StripPolicy


# nbformat 3 calls it "prompt_number", and tools that convert leave both names behind.
_COUNT_KEYS = ("execution_count", "prompt_number")


def wants_outputs_kept(metadata: dict[str, Any]) -> bool | None:
    """Return what a notebook or cell says of its own outputs with `keep_output`, None when it is silent."""
    return bool(metadata["keep_output"]) if "keep_output" in metadata else None


def output_edits(cell: Cell, policy: StripPolicy) -> list[Edit]:
    """Return the edits that take a cell's outputs away, whole or by MIME type."""
    outputs = cell.data.get("outputs")
    if not outputs or not isinstance(outputs, list):
        return []
    wish = own_word(cell, policy)
    kept_cell = not policy.drop_outputs if wish is None else wish
    if wish:
        policy = policy.for_marked()
    leaving = [i for i, output in enumerate(outputs) if _leaves(output, policy, kept_cell=kept_cell)]
    place = (*cell.pointer, "outputs")
    if len(leaving) == len(outputs):
        return [Edit(place, [])]
    edits = [Edit((*place, index), REMOVE) for index in leaving]
    for index, output in enumerate(outputs):
        if index not in leaving and isinstance(output, dict):
            mimes = list(_mime_edits((*place, index), output, policy))
            gone = {edit.pointer for edit in mimes}
            texts = policy.texts.edits((*place, index), output)
            edits += mimes + [edit for edit in texts if gone.isdisjoint((edit.pointer, edit.pointer[:-1]))]
    return edits


def count_edits(cell: Cell) -> list[Edit]:
    """Return the edits that clear a cell's execution count and those of its outputs."""
    edits = cell_count_edits(cell)
    outputs = cell.data.get("outputs")
    if isinstance(outputs, list):
        edits += [
            Edit((*cell.pointer, "outputs", index, key), None)
            for index, output in enumerate(outputs)
            for key in _COUNT_KEYS
            if isinstance(output, dict) and output.get(key) is not None
        ]
    return edits


def cell_count_edits(cell: Cell) -> list[Edit]:
    """Return the edits that clear a cell's own execution count, under either of its names."""
    return [Edit((*cell.pointer, key), None) for key in _COUNT_KEYS if cell.data.get(key) is not None]


def text_size(value: object) -> int:
    """Return the characters of all texts in a value, numbers as written: as nbstripout measures an output."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(map(text_size, value))
    if isinstance(value, dict):
        return sum(map(text_size, value.values()))
    return len(str(value))


def _size(output: dict[str, Any]) -> int:
    """Return the size of an output; a count that was cleared is nothing, so that what stays once stays."""
    return sum(text_size(output[key]) for key in output if output[key] is not None or key not in _COUNT_KEYS)


def own_word(cell: Cell, policy: StripPolicy) -> bool | None:
    """Return what a cell says of its own outputs, None when it is silent."""
    metadata = cell.metadata
    if "init_cell" in metadata:
        return bool(metadata["init_cell"]) and policy.keep_init_cells
    if any(map(policy.keep_tags.match, cell.tags)):
        return True
    return wants_outputs_kept(metadata)


def _leaves(output: object, policy: StripPolicy, *, kept_cell: bool) -> bool:
    if not isinstance(output, dict):
        return not kept_cell
    if (
        _is_type(output, policy.drop_types)
        or _all_mimes_leave(output, policy)
        or policy.texts.unwanted(output)
    ):
        return True
    if kept_cell and not policy.keep_types and not policy.keep_mimes:
        return False
    if not (policy.keep_size or policy.keep_types or policy.keep_mimes):
        return True
    if _is_type(output, policy.keep_types) or any(map(policy.keep_mimes.match, _mimes(output))):
        return False
    return _size(output) > policy.keep_size


def _is_type(output: dict[str, Any], types: tuple[str, ...]) -> bool:
    kind, name = output.get("output_type"), output.get("name")
    return any(wanted in (kind, f"{kind}:{name}") for wanted in types)


def _mimes(output: dict[str, Any]) -> list[str]:
    data = output.get("data")
    return list(data) if isinstance(data, dict) else []


def _all_mimes_leave(output: dict[str, Any], policy: StripPolicy) -> bool:
    mimes = _mimes(output)
    return bool(mimes) and all(map(policy.drop_mimes.match, mimes))


def _mime_edits(place: tuple[str | int, ...], output: dict[str, Any], policy: StripPolicy) -> Iterator[Edit]:
    for mime in _mimes(output):
        unwanted = policy.keep_mimes and not policy.keep_mimes.match(mime)
        if unwanted or policy.drop_mimes.match(mime):
            yield Edit((*place, "data", mime), REMOVE)
