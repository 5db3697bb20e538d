"""Rules of another package: the example of `docs/how-to/write-a-rule.md`, installed and used."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.e2e.running import command
from tests.making import code, markdown, notebook_b

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-rule.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
PYTHON = [text for language, text in BLOCKS if language == "python"]
TOML = [text for language, text in BLOCKS if language == "toml"]
(SESSION,) = (text for language, text in BLOCKS if not language)
PLAN = (markdown("# Plan"), code("# TODO"), code("x = 1"))


class Place:
    """A project, and a folder of installed packages beside nbtrack's own."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.project = folder / "project"
        self.project.mkdir()
        (self.project / "plan.ipynb").write_bytes(notebook_b(*PLAN))
        self.settings(TOML[1])

    def settings(self, text: str) -> None:
        (self.project / "pyproject.toml").write_text(text)

    def install(self, init: str = PYTHON[1], rule: str = PYTHON[0]) -> None:
        """Lay out the package as an installer does from its `pyproject.toml`."""
        package = self.site / "acme_rules"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text(init)
        (package / "todo_mark.py").write_text(rule)
        described = tomllib.loads(TOML[0])["project"]
        info = self.site / "acme_rules-1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {described['name']}\nVersion: 1.0\n")
        points = described["entry-points"]["nbtrack.rules"]
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (info / "entry_points.txt").write_text(f"[nbtrack.rules]\n{lines}")

    def nbtrack(self, *words: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        python, *rest = command(*words)
        return subprocess.run(
            [python, *options, *rest],
            cwd=self.project,
            env=os.environ | {"PYTHONPATH": str(self.site)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.install()
    return place


def test_the_rule_finds_what_the_page_says(place: Place) -> None:
    done = place.nbtrack("check")
    assert f"$ nbtrack check\n{done.stdout}" == SESSION
    assert (done.returncode, done.stderr) == (1, "")


def test_its_fix_is_made(place: Place) -> None:
    assert place.nbtrack("check", "--unsafe-fixes").returncode == 0
    kept = (PLAN[0] | {"id": "cell-1"}, PLAN[2] | {"id": "cell-3"})
    assert (place.project / "plan.ipynb").read_bytes() == notebook_b(*kept)


def test_it_is_selected_and_allowed_as_all_rules_are(place: Place) -> None:
    assert place.nbtrack("check", "--select", "ACM").returncode == 1
    assert place.nbtrack("check", "--ignore", "todo-mark").returncode == 0
    (place.project / "plan.ipynb").write_bytes(notebook_b(code("# TODO\n# nbtrack: ignore[ACM001]")))
    assert place.nbtrack("check").returncode == 0


def test_its_page_is_printed(place: Place) -> None:
    assert place.nbtrack("rule", "ACM001").stdout.startswith("# ACM001 todo-mark\n")
    assert "ACM001  todo-mark" in place.nbtrack("rule").stdout
    assert "## Plug-ins" in place.nbtrack("rule", "--all").stdout


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit", "markdown", "github", "concise"])
def test_every_format_reports_it(place: Place, name: str) -> None:
    done = place.nbtrack("check", "--format", name)
    assert done.returncode == 1
    assert "ACM001" in done.stdout


def test_it_is_not_even_looked_for_unless_it_is_named(place: Place) -> None:
    place.settings("")
    done = place.nbtrack("check", options=("-X", "importtime"))
    assert "ACM001" not in done.stdout
    assert "importlib.metadata" not in done.stderr
    assert "acme_rules" not in done.stderr


def test_a_suppression_of_a_plug_in_that_is_not_loaded_is_no_unknown_one(place: Place) -> None:
    place.settings("")
    (place.project / "plan.ipynb").write_bytes(notebook_b(code("# TODO\n# nbtrack: ignore[ACM001]")))
    assert place.nbtrack("check", "--extend-select", "NBT010").returncode == 0


BROKEN_RULES = {
    "raises": 'def check(rule, subject):\n    raise KeyError("\\x1b[31m")\n    yield\n',
    "yields something else": "def check(rule, subject):\n    yield 3\n",
    "is no Python": "def check(",
    "has no check": "",
}


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_a_rule_that_fails_is_a_finding_that_names_it_and_the_saved_report(place: Place, name: str) -> None:
    place.install(rule=BROKEN_RULES[name])
    done = place.nbtrack("check", "--json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["code"] == "NBT000"
    assert "ACM001 todo-mark failed here, please report it to its authors" in finding["message"]
    report = Path(finding["message"].rpartition("report saved in ")[2])
    assert "Traceback" in report.read_text()


HEAD = "from nbtrack.rules.rule import Rule\n"
BROKEN_LISTS = {
    "fails": ("1 / 0", "cannot be loaded: ZeroDivisionError"),
    "no list": ("RULES = None", "cannot be loaded: TypeError"),
    "no rules": ("RULES = [1]", "1 is no Rule"),
    "our code": (HEAD + 'RULES = [Rule("NBT900", "x", "x", module="m")]', "NBT900 begins with NBT"),
    "odd code": (HEAD + 'RULES = [Rule("acm-1", "x", "x", module="m")]', "not 'acm-1'"),
    "odd name": (HEAD + 'RULES = [Rule("ACM1", "A b", "x", module="m")]', "not 'A b'"),
    "odd level": (HEAD + 'RULES = [Rule("ACM1", "a", "x", module="m", level="bad")]', "level is one of"),
    "our name": (HEAD + 'RULES = [Rule("ACM1", "secret", "x", module="m")]', "there is another ACM1 secret"),
}


@pytest.mark.parametrize("name", BROKEN_LISTS)
def test_a_plug_in_that_cannot_be_used_is_an_error(place: Place, name: str) -> None:
    text, said = BROKEN_LISTS[name]
    place.install(init=text)
    done = place.nbtrack("check")
    assert done.returncode == 2
    assert "the plug-in acme " in done.stderr
    assert said in done.stderr


def test_a_plug_in_that_is_not_installed_is_an_error_with_the_nearest_name(place: Place) -> None:
    place.settings('[tool.nbtrack.check]\nplugins = ["acne"]\n')
    assert "no plug-in is called 'acne'\n  hint: did you mean acme?" in place.nbtrack("check").stderr
    place.settings('[tool.nbtrack.check]\nplugins = ["other"]\n')
    assert "installed beside nbtrack: acme" in place.nbtrack("check").stderr


def test_the_example_is_in_the_form_that_the_project_keeps(tmp_path: Path) -> None:
    for number, text in enumerate(PYTHON):
        (tmp_path / f"{number}.py").write_text(text)
    config = PAGE.parents[2] / "pyproject.toml"
    checked = [sys.executable, "-m", "ruff", "check", "--config", str(config), "--ignore", "INP", "."]
    assert subprocess.run(checked, cwd=tmp_path, check=False, capture_output=True).returncode == 0
