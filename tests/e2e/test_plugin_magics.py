"""Magics of a project's own, in its settings and in an installed plug-in: the one of the manual page."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.e2e.running import command
from tests.making import code, notebook_b

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = _BLOCK.findall((DOCS / "how-to" / "translate-a-magic.md").read_text(encoding="utf-8"))
(PYTHON,) = (text for language, text in BLOCKS if language == "python")
TOML = [text for language, text in BLOCKS if language == "toml"]
CELLS = (
    "t = 'sales'\nrows = %warehouse {t}",
    "%%report Fine 'title'\nprint(rows)",
    "%%report\nprint('bare')",
    "%hello",
)
_ACME = """
from contextlib import contextmanager
def table(name): return f"rows of {name}"
@contextmanager
def section(title): print(f"<{title}>"); yield
"""


class Place:
    """A project, and a folder of installed packages beside nbtrack's own."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.project = folder / "project"
        self.project.mkdir()
        self.notebook(*CELLS)
        self.settings(TOML[1])

    def notebook(self, *cells: str) -> None:
        (self.project / "n.ipynb").write_bytes(notebook_b(*map(code, cells)))

    def settings(self, text: str) -> None:
        (self.project / "pyproject.toml").write_text(text, encoding="utf-8")

    def install(self, module: str = PYTHON) -> None:
        """Lay out the packages as an installer does from the page's `pyproject.toml`."""
        described = tomllib.loads(TOML[0])["project"]
        for name, text in (("acme_magics", module), ("acme", _ACME)):
            (self.site / name).mkdir(parents=True)
            (self.site / name / "__init__.py").write_text(text)
        info = self.site / "acme_magics-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {described['name']}\nVersion: 1.0\n")
        points = described["entry-points"]["nbtrack.magics"]
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (info / "entry_points.txt").write_text(f"[nbtrack.magics]\n{lines}")

    def nbtrack(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(*command(*words))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(self.site)}
        return subprocess.run(
            words, cwd=self.project, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_script_runs_with_what_the_plug_in_says(place: Place) -> None:
    place.install()
    assert place.nbtrack("extract", "n.ipynb", "-o", "n.py").returncode == 0
    done = place.run(command()[0], "n.py")
    assert (done.stdout, done.stderr) == ("<Fine 'title'>\nrows of sales\nbare\n", "")


def test_check_knows_them_too(place: Place) -> None:
    place.install()
    assert "NBT401" not in place.nbtrack("check", "--select", "NBT401").stdout
    place.settings("")
    assert place.nbtrack("check", "--select", "NBT401").stdout.count("NBT401") >= 4


def test_a_translator_that_fails_refuses_its_construct(place: Place) -> None:
    place.install("MAGICS = {'%hello': lambda c: 1 / 0, '%warehouse': lambda c: None}\n")
    place.notebook("%hello", "x = 1", "%warehouse y")
    (row,) = json.loads(place.nbtrack("extract", "--json", "n.ipynb").stdout)["notebooks"]
    assert [entry["reason"] for entry in row["ledger"]] == [
        "the plug-in acme fails here: ZeroDivisionError: division by zero",
        "the plug-in acme gives None, which is no outcome",
    ]


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("MAGICS = 1 / 0", "the plug-in acme (acme_magics:MAGICS) cannot be loaded: ZeroDivisionError"),
        ("MAGICS = {'%x': 3}", "the plug-in acme cannot be used: %x has no function"),
        ("MAGICS = {'x': print}", "'x' names no magic"),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_an_error(place: Place, module: str, said: str) -> None:
    place.install(module)
    for words in (("extract", "n.ipynb"), ("check",)):
        done = place.nbtrack(*words)
        assert done.returncode == 2
        assert said in done.stderr


def test_a_plug_in_that_is_not_installed_is_an_error(place: Place) -> None:
    assert "no plug-in is called 'acme'" in place.nbtrack("extract", "n.ipynb").stderr


def test_settings_translate_as_the_reference_says(place: Place) -> None:
    page = (DOCS / "reference" / "extract.md").read_text(encoding="utf-8")
    (example,) = (text for language, text in _BLOCK.findall(page) if language == "toml")
    place.settings(example)
    os_import = "import os\ndef run_query(text):\n    return text.upper()"
    cells = os_import, "%progress 3", "%%checked\nx = 'NB'", "%%sql\nselect '{x}'", "y = %setting {x}_Y"
    place.notebook(*cells, "print(x, y)")
    assert place.nbtrack("extract", "n.ipynb", "-o", "n.py").returncode == 0
    done = place.run(command()[0], "n.py")
    assert (done.stdout, done.stderr) == ("SELECT '{X}'\n\nNB None\n", "")
    assert "# %progress 3  # the project's settings leave it out" in (place.project / "n.py").read_text()
    place.notebook("%danger")
    assert place.nbtrack("extract", "n.ipynb").returncode == 1


def test_a_setting_without_blanks_is_a_call_too(place: Place) -> None:
    place.settings('[tool.nbtrack.extract.magics]\n"%shout" = "print({argument!r}.upper())"\n')
    place.notebook("%shout hello")
    assert place.nbtrack("extract", "n.ipynb", "-o", "n.py").returncode == 0
    assert place.run(command()[0], "n.py").stdout == "HELLO\n"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('"sql" = "drop"', "'sql' names no magic"),
        ('"%sql" = "dorp"', "neither drop, refuse nor a call in Python"),
        ('"%sql" = "f({text!r})"', "there is no {text!r}"),
        ('"%sql" = "f({argument.x})"', "there is no {argument.x}"),
        ('"%sql" = "f({)"', "hint: write {{ for a brace"),
        ('"%sql" = 3', "extract.magics must be a table of texts"),
    ],
)
def test_a_setting_that_says_nothing_is_an_error(place: Place, setting: str, said: str) -> None:
    place.settings(f"[tool.nbtrack.extract.magics]\n{setting}\n")
    done = place.nbtrack("extract", "n.ipynb")
    assert done.returncode == 2
    assert said in done.stderr
