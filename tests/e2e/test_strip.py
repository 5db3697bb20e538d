"""`nbtrack strip` as a person or a hook calls it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.making import code, notebook_b, result, stream

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = notebook_b(code("1", outputs=[stream("hello\n")], count=3))
CLEAN = notebook_b(code("1"))


def strip(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nbtrack", "strip", *words]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dirty.ipynb").write_bytes(DIRTY)
    (tmp_path / "clean.ipynb").write_bytes(CLEAN)
    return tmp_path


def test_a_folder_is_stripped_and_says_what_left(folder: Path) -> None:
    done = strip(folder, ".")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"dirty.ipynb: stripped 1 output, 1 count\n"
    assert (folder / "dirty.ipynb").read_bytes() == CLEAN


def test_a_clean_notebook_is_not_even_touched(folder: Path) -> None:
    before = (folder / "clean.ipynb").stat()
    assert strip(folder, "clean.ipynb").returncode == 0
    after = (folder / "clean.ipynb").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_check_changes_nothing_and_exits_with_1(folder: Path) -> None:
    done = strip(folder, "--check", ".")
    assert (done.returncode, done.stdout) == (1, b"dirty.ipynb: would strip 1 output, 1 count\n")
    assert (folder / "dirty.ipynb").read_bytes() == DIRTY
    assert strip(folder, "--check", "clean.ipynb").returncode == 0


def test_diff_shows_the_lines_and_changes_nothing(folder: Path) -> None:
    done = strip(folder, "--diff", "dirty.ipynb")
    assert done.returncode == 1
    assert b'-   "execution_count": 3,\n+   "execution_count": null,\n' in done.stdout
    assert (folder / "dirty.ipynb").read_bytes() == DIRTY


def test_stdin_goes_to_stdout(folder: Path) -> None:
    assert strip(folder, "-", stdin=DIRTY).stdout == CLEAN
    checked = strip(folder, "--check", "-", stdin=DIRTY)
    assert (checked.returncode, checked.stdout) == (1, b"<stdin>: would strip 1 output, 1 count\n")


def test_an_unreadable_notebook_stops_no_other_and_exits_with_2(folder: Path) -> None:
    (folder / "broken.ipynb").write_text('{"cells": [')
    done = strip(folder, "broken.ipynb", "dirty.ipynb")
    assert done.returncode == 2
    assert b"nbtrack: cannot read broken.ipynb: cut short at line 1, column 12" in done.stderr
    assert (folder / "dirty.ipynb").read_bytes() == CLEAN


def test_json_tells_the_same(folder: Path) -> None:
    done = strip(folder, "--check", "--json", ".")
    rows = {row["path"]: row for row in json.loads(done.stdout)["notebooks"]}
    assert rows["dirty.ipynb"] == {"path": "dirty.ipynb", "clean": False, "stripped": "1 output, 1 count"}
    assert rows["clean.ipynb"]["clean"]


def test_settings_of_the_folder_hold_and_the_command_line_adds_to_them(folder: Path) -> None:
    (folder / "nbtrack.toml").write_text('exclude = ["old"]\n[strip]\nkeep-counts = true\n')
    (folder / "old").mkdir()
    (folder / "old" / "a.ipynb").write_bytes(DIRTY)
    strip(folder, ".", "--keep-outputs")
    assert (folder / "dirty.ipynb").read_bytes() == DIRTY
    strip(folder, ".")
    assert json.loads((folder / "dirty.ipynb").read_bytes())["cells"][0]["execution_count"] == 3
    assert (folder / "old" / "a.ipynb").read_bytes() == DIRTY


def test_a_wrong_setting_stops_everything_with_its_place(folder: Path) -> None:
    (folder / "nbtrack.toml").write_text("[strip]\nkeep-count = true\n")
    done = strip(folder, ".")
    assert done.returncode == 2
    assert b'unknown setting "strip.keep-count"' in done.stderr
    assert b'hint: did you mean "strip.keep-counts"?' in done.stderr


def test_names_from_strangers_cannot_drive_the_terminal(folder: Path) -> None:
    (folder / "a\x1b[31m\n.ipynb").write_bytes(DIRTY)
    done = strip(folder, "--check", ".")
    assert done.stdout.splitlines()[0] == b"a\\x1b[31m\\n.ipynb: would strip 1 output, 1 count"


def test_many_megabytes_are_read_the_faster_way_with_the_same_result(tmp_path: Path) -> None:
    odd = (b'"metadata": {}', b'"metadata": {"n": NaN, "i": 123456789012345678901}', 1)
    space = b"\n" * 300_000
    for number in range(41):
        (tmp_path / f"{number}.ipynb").write_bytes(DIRTY.replace(*odd) + space)
    assert strip(tmp_path, ".").returncode == 0
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {CLEAN.replace(*odd) + space}


def test_a_reader_that_closes_early_is_no_error(folder: Path) -> None:
    for number in range(300):
        (folder / f"{'x' * 200}{number}.ipynb").write_bytes(DIRTY)
    command = f"{shlex.quote(sys.executable)} -m nbtrack strip --check . | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_notebook_can_go_to_stdout_and_stay_as_it_is(folder: Path) -> None:
    assert strip(folder, "--stdout", "dirty.ipynb").stdout == CLEAN
    assert (folder / "dirty.ipynb").read_bytes() == DIRTY


def test_check_can_end_with_0(folder: Path) -> None:
    done = strip(folder, "--check", "--exit-zero", ".")
    assert (done.returncode, done.stdout) == (0, b"dirty.ipynb: would strip 1 output, 1 count\n")


def test_only_files_of_a_name_are_stripped(folder: Path) -> None:
    assert strip(folder, "--check", "--glob", "clean*", ".").returncode == 0
    assert strip(folder, "--check", "--glob", "dir*.ipynb", ".").returncode == 1


def test_a_folder_without_notebooks_is_said_to_have_none(tmp_path: Path) -> None:
    done = strip(tmp_path, ".")
    assert (done.returncode, done.stderr) == (0, b"no notebook in .\n")


def test_stdin_has_the_settings_of_the_folder_that_its_name_is_in(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "nbtrack.toml").write_text("[strip]\nkeep-outputs = true\nkeep-counts = true\n")
    named = ("-", "--stdin-filename", "sub/a.ipynb")
    assert strip(folder, *named, stdin=DIRTY).stdout == DIRTY
    assert strip(folder, *named, "--isolated", stdin=DIRTY).stdout == CLEAN
    assert b"sub/a.ipynb: would strip" in strip(folder, *named, "--isolated", "--check", stdin=DIRTY).stdout


def test_a_zeppelin_note_in_a_folder_is_stripped_too(folder: Path) -> None:
    note = {"paragraphs": [{"text": "%py", "results": {"msg": [{"data": "1"}]}}], "id": "x"}
    (folder / "note.zpln").write_text(json.dumps(note, indent=2))
    assert b"note.zpln: stripped 1 output\n" in strip(folder, ".").stderr
    assert json.loads((folder / "note.zpln").read_text())["paragraphs"] == [{"text": "%py", "results": {}}]


def test_a_key_that_names_no_metadata_is_told(folder: Path) -> None:
    done = strip(folder, "--check", "--drop-metadata", "foo.bar", "clean.ipynb")
    assert done.returncode == 0
    assert b"ignoring invalid key `foo.bar`" in done.stderr


def test_a_type_that_no_output_has_is_told(folder: Path) -> None:
    done = strip(folder, "--check", "--keep-type", "errors", "--keep-type", "stream:stderr", "clean.ipynb")
    assert done.returncode == 0
    assert done.stderr.startswith(b"no output is of the type `errors`: there are stream, ")
    assert done.stderr.count(b"\n") == 1


def test_a_read_only_notebook_is_refused_and_the_others_are_stripped(folder: Path) -> None:
    (folder / "locked.ipynb").write_bytes(DIRTY)
    (folder / "locked.ipynb").chmod(0o444)
    done = strip(folder, ".")
    assert done.returncode == 2
    assert b"nbtrack: cannot write locked.ipynb: the file is read-only\n  hint: run `chmod u+w" in done.stderr
    assert (folder / "locked.ipynb").read_bytes() == DIRTY
    assert (folder / "dirty.ipynb").read_bytes() == CLEAN


def test_too_deep_a_nesting_is_said_and_changes_nothing(folder: Path) -> None:
    deep = b'{"nbformat": 4, "cells": [{"outputs": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}"
    (folder / "deep.ipynb").write_bytes(deep)
    done = strip(folder, "deep.ipynb")
    assert done.returncode == 2
    assert done.stderr.startswith(
        b"nbtrack: cannot read deep.ipynb: it is nested too deeply to be a notebook\n  hint: "
    )
    assert (folder / "deep.ipynb").read_bytes() == deep


def test_a_notebook_on_one_line_is_stripped_wherever_its_head_ends(tmp_path: Path) -> None:
    for length in range(60):
        cells = [code("x" * length), code("1", outputs=[stream("hello\n" * 999)], count=3)]
        (tmp_path / f"{length}.ipynb").write_bytes(notebook_b(*cells, indent=None))
    done = strip(tmp_path, "--quiet", ".")
    assert (done.returncode, done.stderr) == (0, b"")
    assert strip(tmp_path, "--check", ".").returncode == 0


def test_a_marked_cell_keeps_all_its_outputs_unless_the_command_line_says_otherwise(tmp_path: Path) -> None:
    both = [stream("out"), stream("err", "stderr")]
    path = tmp_path / "a.ipynb"
    path.write_bytes(
        notebook_b(code("1", outputs=both, metadata={"tags": ["keep_output"]}), code("2", outputs=both))
    )
    (tmp_path / "nbtrack.toml").write_text('[strip]\nkeep-types = ["stream:stderr"]\n')
    assert (strip(tmp_path, "a.ipynb").returncode, outputs(path)) == (0, [both, both[1:]])
    assert strip(tmp_path, "--check", "a.ipynb").returncode == 0
    strip(tmp_path, "--keep-type", "stream:stderr", "a.ipynb")
    assert outputs(path) == [both[1:], both[1:]]


def test_a_marked_notebook_keeps_all_its_outputs(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    found = [result({"text/plain": "1", "image/png": "iVBO"}, count=None)]
    path.write_bytes(notebook_b(code("1", outputs=found), metadata={"keep_output": True}))
    (tmp_path / "nbtrack.toml").write_text('[strip]\nkeep-mimes = ["text/*"]\n')
    assert strip(tmp_path, "--check", "a.ipynb").returncode == 0
    strip(tmp_path, "--keep-mime", "text/*", "a.ipynb")
    assert outputs(path) == [[result({"text/plain": "1"}, count=None)]]


def outputs(path: Path) -> list[list[dict[str, object]]]:
    return [cell["outputs"] for cell in json.loads(path.read_bytes())["cells"]]


@pytest.mark.parametrize("words", [("strip",), ("strip", "--check"), ("sync",)])
def test_a_pipe_named_as_a_notebook_is_refused_and_not_waited_for(
    folder: Path, words: tuple[str, ...]
) -> None:
    os.mkfifo(folder / "pipe.ipynb")
    command = [sys.executable, "-m", "nbtrack", *words, "pipe.ipynb"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    assert done.returncode == 2
    assert b"pipe.ipynb: it is a pipe, not a file\n" in done.stderr


def test_a_pipe_that_a_shell_hands_over_is_read_to_its_end(folder: Path) -> None:
    whole = "<(head -c 99 dirty.ipynb; tail -c +100 dirty.ipynb)"
    command = f"{shlex.quote(sys.executable)} -m nbtrack strip --stdout {whole}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True)
    assert (done.returncode, done.stdout) == (0, CLEAN)


DOUBLED = b'"outputs": [{"name": "stdout", "output_type": "stream", "text": "secret"}]'


@pytest.mark.parametrize("indent", [1, None])
@pytest.mark.parametrize("words", [(), ("--check",), ("--diff",), ("--stdout",)], ids=" ".join)
def test_outputs_that_parsers_hide_are_never_called_clean(
    tmp_path: Path, words: tuple[str, ...], indent: int | None
) -> None:
    clean_b = notebook_b(code("1"), code("2"), indent=indent)
    raw_b = clean_b.replace(b'"outputs": []', DOUBLED + b', "outputs": []', 1)
    (tmp_path / "a.ipynb").write_bytes(raw_b)
    done = strip(tmp_path, *words, "a.ipynb")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b'nbtrack: a.ipynb: the key "outputs" stands twice in one object')
    assert (tmp_path / "a.ipynb").read_bytes() == raw_b


@pytest.mark.parametrize("words", [(), ("--check",)], ids=" ".join)
def test_a_count_that_stands_twice_is_no_matter_where_nothing_is_to_be_stripped(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    raw_b = CLEAN.replace(b'"execution_count": null,', b'"execution_count": 3,\n   "execution_count": null,')
    (tmp_path / "a.ipynb").write_bytes(raw_b)
    assert strip(tmp_path, *words, "a.ipynb").returncode == 0
    assert (tmp_path / "a.ipynb").read_bytes() == raw_b


def test_words_that_look_like_keys_refuse_nothing(tmp_path: Path) -> None:
    data = {"application/json": {"outputs": ["metadata", {"cells": 1, "\u006fx": 2}], "cells": "outputs"}}
    kept = code('{"outputs": "execution_count"}', outputs=[result(data)], metadata={"tags": ["metadata"]})
    (tmp_path / "a.ipynb").write_bytes(notebook_b(kept))
    assert strip(tmp_path, "--check", "--keep-outputs", "--keep-counts", "a.ipynb").returncode == 0


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(90):
        (tmp_path / f"{number:02}.ipynb").write_bytes(notebook_b(code("1", outputs=[stream("x" * 800_000)])))
    (tmp_path / "44.ipynb").write_bytes(b"{")
    (tmp_path / "45.ipynb").write_bytes(CLEAN)
    return tmp_path


def test_many_notebooks_are_reported_in_order_whichever_process_had_them(many: Path) -> None:
    numbers = [f"{number:02}" for number in range(90) if number not in (44, 45)]
    checked = strip(many, "--check", ".")
    assert checked.stdout.decode().splitlines() == [f"{n}.ipynb: would strip 1 output" for n in numbers]
    done = strip(many, ".")
    said = done.stderr.decode().splitlines()
    assert [line for line in said if "stripped" in line] == [f"{n}.ipynb: stripped 1 output" for n in numbers]
    assert said[44].startswith("nbtrack: cannot read 44.ipynb: cut short at line 1")
    assert (checked.returncode, done.returncode) == (2, 2)
    assert {path.read_bytes() for path in many.glob("*.ipynb") if path.stem != "44"} == {CLEAN}
    assert not list(many.glob(".*"))


def test_many_notebooks_are_kept_for_undo(many: Path) -> None:
    before = {path.name: path.read_bytes() for path in many.glob("*.ipynb")}
    strip(many, "--undo", ".")
    subprocess.run([sys.executable, "-m", "nbtrack", "undo"], cwd=many, check=True)
    assert {path.name: path.read_bytes() for path in many.glob("*.ipynb")} == before


def test_a_notebook_with_two_names_is_stripped_once_and_both_are_left(folder: Path) -> None:
    (folder / "link.ipynb").symlink_to("dirty.ipynb")
    (folder / "name.ipynb").hardlink_to(folder / "dirty.ipynb")
    done = strip(folder, "dirty.ipynb", "link.ipynb", "name.ipynb")
    assert (done.returncode, done.stderr) == (
        0,
        b"dirty.ipynb: stripped 1 output, 1 count\nname.ipynb: stripped 1 output, 1 count\n",
    )
    assert (folder / "link.ipynb").is_symlink()
    assert {(folder / f"{name}.ipynb").read_bytes() for name in ("dirty", "link", "name")} == {CLEAN}


def test_settings_of_a_folder_hold_below_it_and_not_beside_it(tmp_path: Path) -> None:
    for name in ("keeps/below/further", "beside"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.ipynb").write_bytes(DIRTY)
    (tmp_path / "keeps" / "nbtrack.toml").write_text("[strip]\nkeep-outputs = true\nkeep-counts = true\n")
    done = strip(tmp_path, "--check", ".")
    assert done.stdout.decode() == "beside/a.ipynb: would strip 1 output, 1 count\n"
