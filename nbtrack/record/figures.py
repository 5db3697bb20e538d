"""Figures that code hands over, drawn by what they can do: nothing is imported to know them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def drawn(figure: Any) -> tuple[bytes, str, str]:
    """Return a figure as bytes, with the suffix of a file's name and its media type; raises TypeError.

    Those of matplotlib and Pillow become PNG, those of Plotly, Altair or Bokeh's kin HTML.
    """
    if hasattr(figure, "gcf"):  # `matplotlib.pyplot` itself: the figure that is drawn on
        figure = figure.gcf()
    figure = getattr(figure, "figure", figure)  # of an axes
    if hasattr(figure, "savefig"):
        return _written(lambda file: figure.savefig(file, format="png", bbox_inches="tight"))
    if hasattr(figure, "to_html"):
        return str(figure.to_html()).encode("utf-8"), ".html", "text/html"
    if hasattr(figure, "save"):  # Pillow
        return _written(lambda file: figure.save(file, format="PNG"))
    raise TypeError(f"a {type(figure).__name__} is no figure that nbtrack knows how to draw")


def _written(write: Callable[[io.BytesIO], object]) -> tuple[bytes, str, str]:
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue(), ".png", "image/png"
