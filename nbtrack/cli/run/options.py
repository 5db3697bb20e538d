"""What `nbtrack run` takes."""

from __future__ import annotations

from nbtrack.cli.options import JSON, Command, Option

COMMAND = Command(
    "run",
    "run a notebook or script with parameters and record everything",
    arguments=("NOTEBOOK|SCRIPT", 0, None),
    program=".py",
    options=(
        Option("-p", "--parameter", metavar="NAME=VALUE", many=True, help="give a parameter another value"),
        Option("-m", "--module", metavar="NAME", help="run a script as `python -m NAME` would"),
        Option("--set", metavar="NAME.KEY=VALUE", many=True, help="the same for a part of a dict or list"),
        Option("-c", "--config", metavar="FILE", many=True, help="parameters from TOML, YAML, JSON or .env"),
        Option("--metric", metavar="NAME=EXPRESSION", many=True, help="a metric, worked out at the end"),
        Option("--metric-pattern", metavar="REGEX", many=True, help="metrics out of what is printed"),
        Option("--name", metavar="NAME", help="call the run so, to find it again"),
        Option("--tag", metavar="TAG", many=True, help="put a tag on the run"),
        Option("--note", metavar="TEXT", help="why this run, in a sentence"),
        Option("--timeout", metavar="SECONDS", help="how long the whole run may take"),
        Option("--cell-timeout", metavar="SECONDS", help="how long one cell may take"),
        Option("--kernel", metavar="NAME", help="another kernel than the notebook names"),
        Option("--cwd", metavar="FOLDER", help="run in this folder, not in the notebook's own"),
        Option("--env", metavar="NAME=VALUE", many=True, help="an environment variable for the kernel"),
        Option("--retry", metavar="COUNT", help="run again, so many times, what did not finish"),
        Option("--resume", metavar="RUN", help="go on where a run failed, or run it again"),
        Option("--from-top", help="with --resume: run all cells again"),
        Option(
            "--keep-state",
            metavar="WHEN",
            choices=("auto", "always", "never"),
            help="keep the variables where a cell fails, for --resume: auto, always or never",
        ),
        Option("--follow", metavar="RUN", help="show how a run in progress gets on"),
        Option("-o", "--output", metavar="FILE", help="write the executed notebook there as well"),
        Option("--to-html", help="write it as a page too, beside the notebook"),
        Option("--dry-run", help="run nothing; show the parameters that would hold"),
        JSON,
    ),
    description=(
        "A notebook runs in a kernel of its own, in its own folder, and its file stays as it is.\n"
        "Parameters are the names that the cell tagged `parameters` sets; values given go into a cell\n"
        "behind it. Recorded are notebook, outputs, parameters, metrics, packages, git commit and patch,\n"
        "and what changed since the last run. Exit code 1 says that a run did not finish.\n"
        "Of several notebooks each is a run of its own; kernels after the first start much faster.\n"
        "A paired text stands for its notebook. A script runs as `python SCRIPT` would; words behind\n"
        "`--` are its own."
    ),
    examples=(
        ("nbtrack run train.ipynb", "run it as it stands"),
        ("nbtrack run train.ipynb -p lr=0.1 -p epochs=20", "with other parameters"),
        ("nbtrack run train.ipynb -c params.yaml --set model.depth=3", "from a file, and one value over it"),
        ("nbtrack run train.ipynb --metric-pattern 'acc=(\\S+)'", "metrics of code that nobody may change"),
        ("nbtrack run first.ipynb second.ipynb", "one after the other"),
        ("nbtrack run --resume latest", "after the cell that failed was mended: go on there"),
        ("nbtrack run train.py -- --epochs 20", "a script with its own options"),
        ("nbtrack run -m project.train -p epochs=20", "a script that belongs to a package"),
    ),
)
