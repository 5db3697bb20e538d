"""Which magics define names: of any magic that is not listed here, nobody knows."""

from __future__ import annotations

DEFINES_NOTHING = frozenset(
    (
        *("aimport", "alias", "alias_magic", "autocall", "automagic", "autoreload", "autosave", "bookmark"),
        *("cat", "cd", "clear", "cls", "colors", "conda", "config", "connect_info", "cp", "debug", "dhist"),
        *("dirs", "doctest_mode", "env", "gui", "help", "hist", "history", "jupyter_nbextension"),
        *("killbgscripts", "ldir", "less", "lf", "lk", "ll", "load_ext", "logoff", "logon", "logstart"),
        *("logstate", "logstop", "ls", "lsmagic", "lx", "magic", "mamba", "man", "matplotlib", "micromamba"),
        *("mkdir", "more", "mv", "nbinfo", "notebook", "page", "pastebin", "pdb", "pdef", "pdoc", "pfile"),
        *("pinfo", "pinfo2", "pip", "popd", "pprint", "precision", "psearch", "psource", "pushd", "pwd"),
        *("pycat", "qtconsole", "quickref", "rehashx", "reload_ext", "reset", "reset_selective", "rm"),
        *("rmdir", "save", "set_env", "sx", "system", "tb", "tensorboard", "tensorflow_version", "timeit"),
        *("unalias", "unload_ext", "uv", "watermark", "who", "who_ls", "whos", "writefile", "xdel", "xmode"),
    )
)
RUNS_ITS_LINE = frozenset(("time",))
PYTHON_BODY = frozenset(("capture", "code_wrap", "debug", "heat", "memit", "prun", "time", "timeit", "wandb"))
FOREIGN_BODY = frozenset(
    (
        *("!", "HTML", "SVG", "bash", "cmd", "css", "file", "html", "javascript", "js", "latex", "markdown"),
        *("mermaid", "perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh", "svg", "sx"),
        *("system", "writefile"),
    )
)
