"""What functions of the libraries that notebooks use do, as listed in `vocabulary.toml`."""

from __future__ import annotations

import os
import tomllib

with open(os.path.join(os.path.dirname(__file__), "vocabulary.toml"), "rb") as _file:
    _WORDS = {name: frozenset(text.split()) for name, text in tomllib.load(_file).items()}

DATA = _WORDS["data"]
COLOURS = _WORDS["colours"]
PLOT_MODULES = _WORDS["plot_modules"]
PLOT_SUBMODULES = _WORDS["plot_submodules"]
COMPUTES_AS_IT_DRAWS = _WORDS["computes_as_it_draws"]
PLOT_ACCESSORS = _WORDS["plot_accessors"]
SHOW_MODULES = _WORDS["show_modules"]
PURE_MODULES = _WORDS["pure_modules"]
VALUE_MODULES = _WORDS["value_modules"]
COMPUTING_LIBRARIES = _WORDS["computing_libraries"]
FILE_ARGUMENTS = _WORDS["file_arguments"]
PREDICTS_IN_PLACE = _WORDS["predicts_in_place"]
ACTS_WHEN_ALONE = _WORDS["acts_when_alone"]
SAVES = _WORDS["saves"]
SHOWS = _WORDS["shows"]
PURE_BUILTINS = _WORDS["pure_builtins"]
PLOT_METHODS = _WORDS["plot_methods"]
DISPLAYS = _WORDS["displays"]
HANDS_ON = _WORDS["hands_on"]
READERS = _WORDS["readers"]
CHANGES = _WORDS["changes"]
UNLIKE_THEIR_MODULE = _WORDS["unlike_their_module"]
VERBS = _WORDS["verbs"]
WRITES = _WORDS["writes"]
RANDOM = _WORDS["random"]
SEEDS = _WORDS["seeds"]
LISTINGS = _WORDS["listings"]
