"""Apache Zeppelin's notes (`.zpln`): paragraphs in place of cells."""

from __future__ import annotations

from nbtrack.notebook.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.strip.policy import StripPolicy


def zeppelin_edits(data: dict[str, Any], policy: StripPolicy) -> Iterator[Edit]:
    """Return the edits that empty the results of all paragraphs, as nbstripout does."""
    if policy.drop_outputs:
        for index, paragraph in enumerate(data["paragraphs"]):
            if paragraph.get("results"):
                yield Edit(("paragraphs", index, "results"), {})
