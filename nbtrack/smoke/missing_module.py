"""Say why a module is not there: not installed, not declared, not on the path, or only on a platform."""

from __future__ import annotations

import os
import re

from nbtrack.notebook.discovery import find_files
from nbtrack.rules.portability.declared.modules import provides
from nbtrack.rules.portability.declared.project import declared_for
from nbtrack.script.model import RECORDED
from nbtrack.script.requirements import installed_by
from nbtrack.smoke.isolated import copied_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.smoke.trial import Trial

_PROJECT = re.compile(r"[^\w.-]")
_HOSTED = {
    "google.colab": "Google Colab",
    "kaggle_secrets": "Kaggle",
    "dbutils": "Databricks",
    "pyspark.dbutils": "Databricks",
}


def module_cause(name: str, trial: Trial) -> str:
    """Return the sentence for a module by its dotted name."""
    for module, platform in _HOSTED.items():
        if name == module or (name == module.partition(".")[0] and _is_imported(module, trial)):
            return f"`{module}` exists only on {platform}"
    top = name.partition(".")[0]
    cell = _installing_cell(top, trial)
    if cell:
        return f"cell {cell} would install it, but `{name}` is not there for {_python(trial)}"
    own = _own_module(top, trial)
    if own:
        return f"`{name}` is in the project, as {own}, but not where the notebook looks for modules"
    declared = declared_for(trial.folder)
    missing = f"{_python(trial)} does not have the module `{name}`"
    if declared is None:
        return missing
    if provides(declared.names, top):
        return f"{missing}, although the project declares it: install what it declares"
    return f"{missing}, and no dependency that the project declares provides it: declare and install it"


def _is_imported(module: str, trial: Trial) -> bool:
    """Tell whether the code imports a part of a package, of which others can be installed anywhere."""
    package, _, part = map(re.escape, module.partition("."))
    ways = rf"\b{package}\.{part}\b|\bfrom\s+{package}\s+import\b.*\b{part}\b"
    return re.search(ways, trial.script.source) is not None


def _python(trial: Trial) -> str:
    python = trial.conditions.python
    return f"this interpreter ({python.path}, {python.why})"


def _installing_cell(module: str, trial: Trial) -> int:
    wanted = _project(module)
    for entry in trial.script.ledger:
        installed = installed_by(entry.text.lstrip("%!")) if entry.verdict == RECORDED else None
        if wanted in map(_project, installed or ()):
            return entry.cell
    return 0


def _own_module(module: str, trial: Trial) -> str:
    """Return where the project has such a module, from the notebook's folder."""
    if not module.isidentifier():
        return ""
    endings = (f"/{module}.py", f"/{module}/__init__.py")
    found = [path for path in find_files((copied_root(trial.folder),), ".py") if path.endswith(endings)]
    return os.path.relpath(min(found, key=len), trial.folder) if found else ""


def _project(requirement: str) -> str:
    """Return the name of a requirement as package indexes compare names."""
    return _PROJECT.split(requirement, maxsplit=1)[0].lower().replace("_", "-")
