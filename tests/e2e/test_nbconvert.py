"""`jupyter nbconvert --to nbtrack` gives what `nbtrack extract` gives."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbconvert.exporters import get_exporter
from nbconvert.utils.exceptions import ConversionException
from traitlets.config import Config

from tests.e2e.running import command
from tests.making import code, markdown, notebook_b

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_notebooks").glob("*.ipynb"))
CELLS = (
    markdown("# Title"),
    code("x = 1  # ü\n!echo {x}"),
    code(""),
    code("%%bash\necho '\\n'"),
    code("%%sql\nselect 1"),
    code("1 +"),
    code("_ = 'ends with spaces  '  \n\n"),
)


def test_it_gives_the_same_scripts_and_says_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.ipynb").write_bytes(notebook_b(*CELLS))
    for path in SAMPLES:
        if b"<<<<<<<" not in path.read_bytes():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) > 2
    program = [sys.executable, "-m", "nbconvert", "--to", "nbtrack", *names]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cell 5, line 1: the database connection belongs to the magic" in done.stderr
    for name in names:
        made = (tmp_path / name).with_suffix(".py").read_text(encoding="utf-8")
        assert made == extracted(tmp_path, name), name


def exported(path: Path, **options: str) -> str:
    exporter = get_exporter("nbtrack")(config=Config({"NbtrackExporter": options}))  # type: ignore[no-untyped-call]
    return str(exporter.from_filename(str(path))[0])


def extracted(folder: Path, *words: str) -> str:
    done = subprocess.run(command("extract", *words), cwd=folder, capture_output=True, check=False)
    return done.stdout.decode()


def test_the_policy_for_shell_commands_is_an_option(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(notebook_b(code("!rm x")))
    assert exported(tmp_path / "a.ipynb", shell="skip") == extracted(tmp_path, "a.ipynb", "--shell", "skip")


def test_settings_hold_there_too(tmp_path: Path) -> None:
    (tmp_path / "nbtrack.toml").write_text('[extract.magics]\n"%sql" = "drop"\n')
    (tmp_path / "a.ipynb").write_bytes(notebook_b(code("%sql x")))
    assert "the project's settings leave it out" in exported(tmp_path / "a.ipynb")


def test_a_notebook_in_another_language_is_an_error_in_words(tmp_path: Path) -> None:
    other = notebook_b(code("x"), metadata={"language_info": {"name": "R"}})
    (tmp_path / "r.ipynb").write_bytes(other)
    with pytest.raises(ConversionException, match=r"r\.ipynb is written in r, not in Python"):
        exported(tmp_path / "r.ipynb")
