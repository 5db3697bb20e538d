"""What functions of the libraries that notebooks use do, as listed in `vocabulary.toml`."""

from __future__ import annotations

import os
import tomllib

with open(os.path.join(os.path.dirname(__file__), "vocabulary.toml"), "rb") as _file:
    _WORDS = {name: frozenset(text.split()) for name, text in tomllib.load(_file).items()}

PLOT_MODULES = _WORDS["plot_modules"]
SHOW_MODULES = _WORDS["show_modules"]
PURE_MODULES = _WORDS["pure_modules"]
SAVES = _WORDS["saves"]
SHOWS = _WORDS["shows"]
PURE_BUILTINS = _WORDS["pure_builtins"]
PLOT_METHODS = _WORDS["plot_methods"]
READERS = _WORDS["readers"]
CHANGES = _WORDS["changes"]
UNLIKE_THEIR_MODULE = _WORDS["unlike_their_module"]
VERBS = _WORDS["verbs"]
WRITES = _WORDS["writes"]
RANDOM = _WORDS["random"]
SEEDS = _WORDS["seeds"]
LISTINGS = _WORDS["listings"]
