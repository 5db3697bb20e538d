"""Which magics define names: of any magic that is not listed here, nobody knows."""

from __future__ import annotations

DEFINES_NOTHING = frozenset(
    (
        *("alias", "alias_magic", "autocall", "automagic", "autoreload", "autosave", "bookmark"),
        *("cat", "cd", "clear", "cls", "colors", "conda", "config", "connect_info", "cp", "debug", "dhist"),
        *("dirs", "doctest_mode", "dotenv", "env", "gui", "help", "hist", "history", "jupyter_nbextension"),
        *("killbgscripts", "ldir", "less", "lf", "lk", "ll", "logoff", "logon", "logstart"),
        *("logstate", "logstop", "ls", "lsmagic", "lx", "magic", "mamba", "man", "matplotlib", "micromamba"),
        *("mkdir", "more", "mv", "nbinfo", "notebook", "page", "pastebin", "pdb", "pdef", "pdoc", "pfile"),
        *("pinfo", "pinfo2", "pip", "popd", "pprint", "precision", "psearch", "psource", "pushd", "pwd"),
        *("pycat", "qtconsole", "quickref", "rehashx", "reset", "reset_selective", "rm"),
        *("rmdir", "save", "set_env", "shell", "sx"),
        *("system", "tb", "tensorboard", "tensorflow_version", "timeit"),
        *("unalias", "unload_ext", "uv", "watermark", "who", "who_ls", "whos", "writefile", "xdel"),
        *("xmode",),
    )
)
LOADS = frozenset(("load_ext", "reload_ext"))
# Extensions may put names into the namespace, as those of Kedro and Sage do; these do not.
QUIET_EXTENSIONS = frozenset(
    (
        *("Cython", "autoreload", "autotime", "bigquery_magics", "cudf.pandas", "cuml.accel", "cython"),
        *("dotenv", "google.cloud.bigquery", "google.colab.data_table", "heat", "ipython_genutils"),
        *("jupyter_ai", "jupyter_ai_magics", "jupyter_black"),
        *("lab_black", "line_profiler", "memory_profiler"),
        *("nb_black", "nb_mypy", "pycodestyle_magic", "pyinstrument", "rpy2.ipython", "scalene"),
        *("snakeviz", "sql", "tensorboard", "tensorboard.notebook", "wandb", "watermark"),
    )
)
RUNS_ITS_LINE = frozenset(("time",))
HAS_SETUP = frozenset(("memit", "timeit"))  # a statement on the first line that runs before the cell
PYTHON_BODY = frozenset(
    ("autovisualize", "capture", "code_wrap", "debug", "heat", "memit", "prun", "time", "timeit", "wandb")
)
FOREIGN_BODY = frozenset(
    (
        *("!", "HTML", "SVG", "bash", "cmd", "css", "file", "html", "javascript", "js", "latex", "markdown"),
        *("mermaid", "perl", "pypy", "python", "python2", "python3"),
        *("ruby", "script", "sh", "shell", "svg", "sx"),
        *("system", "writefile"),
    )
)
