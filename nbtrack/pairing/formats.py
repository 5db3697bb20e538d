"""Formats as jupytext names them: `ipynb,py:percent`, `notebooks///ipynb,scripts///py`, `ipynb,_nb.md`."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from nbtrack.notebook.discovery import SUFFIX

NOTEBOOK = SUFFIX
AUTO = ".auto"
_ALIASES = {
    "c++": "cpp",
    "marimo": "py",
    "markdown": "md",
    "myst": "md:myst",
    "notebook": "ipynb",
    "pandoc": "md:pandoc",
    "quarto": "qmd",
    "rmarkdown": "Rmd",
    "script": "auto",
}
PYTHON = ".py"
_LANGUAGE_EXTENSIONS = {
    language: extension
    for extension, languages in {
        PYTHON: ("python", "ipython"),
        ".R": ("r",),
        ".jl": ("julia",),
        ".cpp": ("c++",),
        ".cs": ("c#", "csharp"),
        ".fsx": ("f#", "fsharp"),
        ".go": ("go",),
        ".groovy": ("groovy",),
        ".hs": ("haskell",),
        ".java": ("java",),
        ".js": ("javascript",),
        ".m": ("matlab", "octave"),
        ".ml": ("ocaml",),
        ".ps1": ("powershell",),
        ".rs": ("rust",),
        ".sage": ("sage",),
        ".scala": ("scala",),
        ".sh": ("bash",),
        ".ts": ("typescript",),
    }.items()
    for language in languages
}
_SAME_EXTENSION = {".r": ".R", ".fs": ".fsx", ".resource": ".robot", ".C": ".cpp"}


class Format(NamedTuple):
    """One side of a pair: where its files are, how their names end, and what is written in them.

    A prefix is `root//folder/start`: a folder that the sides have each their own of, a folder below that,
    and how file names begin. `name` is "" where jupytext is to choose.
    """

    extension: str
    name: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def short(self) -> str:
        """Return the format as jupytext writes it in metadata."""
        ending = f"{self.suffix}{self.extension}" if self.suffix else self.extension.removeprefix(".")
        path = f"{self.prefix}/{ending}" if self.prefix else ending
        return f"{path}:{self.name}" if self.name else path


def parse_formats(text: str) -> tuple[Format, ...]:
    """Read formats separated by commas."""
    return tuple(_parse(part.strip()) for part in text.split(",") if part.strip())


def _parse(text: str) -> Format:
    text = _ALIASES.get(text.lower(), text)
    prefix = ""
    if text.rfind("/") > 0:
        prefix, text = text.rsplit("/", 1)
    extension, _, name = text.rpartition(":") if ":" in text else (text, "", "")
    suffix = ""
    if extension.rfind(".") > 0:
        suffix, extension = os.path.splitext(extension)
    return Format(f".{extension.removeprefix('.')}", name, prefix, suffix)


def short_formats(formats: tuple[Format, ...]) -> str:
    """Return formats as jupytext writes them in metadata."""
    return ",".join(fmt.short for fmt in formats)


def settled(formats: tuple[Format, ...], metadata: dict[str, Any]) -> tuple[Format, ...]:
    """Replace the extension "auto" by that of the notebook's language; leave it out where unknown."""
    extension = _language_extension(metadata)
    found = (fmt._replace(extension=extension) if fmt.extension == AUTO else fmt for fmt in formats)
    return tuple(fmt for fmt in found if fmt.extension)


def _language_extension(metadata: dict[str, Any]) -> str:
    language_info, kernel = metadata.get("language_info"), metadata.get("kernelspec")
    if isinstance(language_info, dict) and isinstance(language_info.get("file_extension"), str):
        extension: str = language_info["file_extension"]
        return _SAME_EXTENSION.get(extension, extension)
    jupytext = metadata.get("jupytext")
    language = kernel.get("language") if isinstance(kernel, dict) else None
    main_language = jupytext.get("main_language") if isinstance(jupytext, dict) else None
    return extension_of(str(language or main_language).lower())


def extension_of(language: str) -> str:
    """Return what scripts in a language end with, "" where jupytext has none: "c++17" is "c++" here."""
    return _LANGUAGE_EXTENSIONS.get(language.rstrip("0123456789. "), "")
