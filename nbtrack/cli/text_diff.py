"""Show how the text of a file would change."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.output import Output

_STYLES = {"+": ("green",), "-": ("red",), "@": ("cyan",)}


def show_text_diff(path: str, old: str, new: str, out: Output) -> None:
    """Print a unified diff of two texts, nothing when they are equal."""
    from difflib import unified_diff

    old_lines, new_lines = old.splitlines(), new.splitlines()
    for line in unified_diff(
        old_lines, new_lines, f"a/{path.lstrip('/')}", f"b/{path.lstrip('/')}", lineterm=""
    ):
        out.styled(out.paint(line, *_STYLES.get(line[:1], ())))
