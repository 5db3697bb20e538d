"""Magics that belong to the notebook as a place to work in: a script does without them."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, around, dropped

_REASONS = {
    "it sets up figures in the notebook": ("matplotlib", "gui", "set_cell_height", "opts", "output"),
    "it only sets up the notebook": (
        *("config", "precision", "xmode", "colors", "pprint", "doctest_mode", "automagic", "autocall"),
        *("autosave", "notebook", "qtconsole", "connect_info", "subshell", "rehashx"),
        *("code_wrap", "code_tweak", "autoindent", "clear", "cls"),
        *("logstart", "logstop", "logon", "logoff", "logstate", "tensorflow_version", "jupyter_nbextension"),
    ),
    "extensions of IPython have no meaning outside it": ("load_ext", "reload_ext", "unload_ext"),
    "modules do not change while a script runs": ("autoreload", "aimport"),
    "it only shows something": (
        *("who", "whos", "who_ls", "history", "hist", "lsmagic"),
        *("magic", "quickref", "page", "pycat", "psearch"),
        *("pinfo", "pinfo2", "pdoc", "pdef", "psource", "pfile"),
        *("dhist", "dirs", "tb", "watermark", "nbinfo"),
        *("less", "more", "man"),  # a kernel gives their text to the front end's pager, and prints nothing
        *("tensorboard", "load", "loadpy", "edit", "recall", "guiref", "prompt"),
    ),
    "it needs somebody who debugs": ("debug", "pdb"),
    "a script starts no jobs of IPython": ("killbgscripts",),
}
_REASON_OF = {name: reason for reason, names in _REASONS.items() for name in names}


def front_end(construct: Construct) -> Outcome:
    """`%matplotlib` and its like: left out, with the reason in a comment."""
    return dropped(_REASON_OF[construct.name])


def unwrapped(construct: Construct) -> Outcome:
    """`%%debug` and its like: the body runs as it is."""
    del construct
    return around("")


LINE = dict.fromkeys(_REASON_OF, front_end)
CELL = dict.fromkeys(("autovisualize", "debug", "wandb", "black", "notify", "opts", "output"), unwrapped)
