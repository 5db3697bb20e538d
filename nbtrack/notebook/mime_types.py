"""The media types of outputs that are treated in ways of their own."""

from __future__ import annotations

PLAIN = "text/plain"
HTML = "text/html"
MARKDOWN = "text/markdown"
LATEX = "text/latex"
JSON = "application/json"
SVG = "image/svg+xml"
RASTERS = ("image/png", "image/jpeg", "image/gif", "image/webp")  # in base64, which browsers show
BYTES = "application/octet-stream"  # of a file of which nothing else is known


def is_json(media_type: str) -> bool:
    """Tell whether nbformat keeps JSON under a media type, and no text."""
    return media_type == JSON or (media_type.startswith("application/") and media_type.endswith("+json"))
