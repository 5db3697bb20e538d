"""NBT107 to NBT110: attachments, empty cells, kernels, languages."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.rules.fixing import ALL_FIXES, SAFE
from tests.making import code, markdown, notebook, stream
from tests.unit.rules.asking import fixed, said


@pytest.mark.parametrize(("size", "expected"), [(400, []), (600, ['1: attachment "a.png" holds 600 B'])])
def test_a_large_attachment_is_found(size: int, expected: list[str]) -> None:
    cell = markdown("![](attachment:a.png)", attachments={"a.png": {"image/png": "x" * size}})
    assert said("NBT107", notebook(cell), max_output_size=500) == expected


@pytest.mark.parametrize("attachments", [None, [], {"a": None}, {"a": []}, {"a": {"image/png": 3}}])
def test_attachments_of_another_shape_are_never_a_crash(attachments: object) -> None:
    cell = markdown("x" * 600, attachments=attachments)
    assert said("NBT107", notebook(cell), max_output_size=500) == []


@pytest.mark.parametrize("cell", [code("1"), markdown("x"), code("# x")])
def test_a_cell_with_text_is_not_empty(cell: dict[str, Any]) -> None:
    assert said("NBT108", notebook(cell)) == []


@pytest.mark.parametrize("source", ["", " ", "\n\n\t"])
def test_an_empty_cell_is_removed(source: str) -> None:
    assert said("NBT108", notebook(code("1"), code(source))) == ["2: empty code cell"]
    assert fixed("NBT108", notebook(code("1"), code(source))).raw == notebook(code("1")).raw


@pytest.mark.parametrize(
    "cell",
    [code("", outputs=[stream("x")]), code("", metadata={"tags": ["x"]}), markdown("", attachments={"a": 1})],
)
def test_an_empty_cell_that_holds_more_goes_only_when_asked(cell: dict[str, Any]) -> None:
    dirty = notebook(code("1"), cell)
    assert fixed("NBT108", dirty, SAFE).raw == dirty.raw
    assert fixed("NBT108", dirty, ALL_FIXES).raw == notebook(code("1")).raw


@pytest.mark.parametrize(
    "kernelspec",
    [{"name": name} for name in ("python3", "Python3", "ir", "julia-1.10", "bash", "xeus-octave")]
    + [{}, {"name": ""}, {"name": 3}, [], None, "python3"],
)
def test_a_common_kernel_or_none_is_no_finding(kernelspec: object) -> None:
    assert said("NBT109", notebook(metadata={"kernelspec": kernelspec})) == []


@pytest.mark.parametrize("name", ["scilab", "Scilab", "scilab_kernel", "scilab-kernel", "calysto_scilab"])
def test_a_kernel_with_the_name_of_its_language_is_no_finding(name: str) -> None:
    kernelspec = {"name": name, "language": "scilab"}
    assert said("NBT109", notebook(metadata={"kernelspec": kernelspec})) == []


def test_a_kernel_with_the_name_of_another_language_is_found() -> None:
    kernelspec = {"name": "scilab-env", "language": "scilab"}
    assert len(said("NBT109", notebook(metadata={"kernelspec": kernelspec}))) == 1


def test_somebodys_own_kernel_is_found_and_renamed_only_when_asked() -> None:
    spec = {"display_name": "Ana", "language": "python", "name": "anas-env"}
    mine = notebook(metadata={"kernelspec": spec})
    assert said("NBT109", mine) == ['the kernel "anas-env" is not one that others have']
    assert said("NBT109", mine, kernels=("anas-env",)) == []
    assert fixed("NBT109", mine, SAFE).raw == mine.raw
    assert fixed("NBT109", mine, ALL_FIXES).metadata["kernelspec"] == spec | {
        "display_name": "Python 3 (ipykernel)",
        "name": "python3",
    }


def test_a_kernel_of_another_language_has_no_fix() -> None:
    mine = notebook(metadata={"kernelspec": {"name": "my-r", "language": "R"}})
    assert len(said("NBT109", mine)) == 1
    assert fixed("NBT109", mine, ALL_FIXES).raw == mine.raw


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "python"}},
        {"kernelspec": {"language": "python"}},
        {"kernelspec": {"name": "python3"}},
    ],
)
def test_a_language_that_is_declared(metadata: dict[str, Any]) -> None:
    assert said("NBT110", notebook(code("1"), metadata=metadata)) == []


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": {}}, {"language_info": []}])
def test_a_language_that_is_not(metadata: dict[str, Any]) -> None:
    assert said("NBT110", notebook(code("1"), metadata=metadata)) == [
        "neither language_info nor kernelspec names a language"
    ]
    assert said("NBT110", notebook(markdown("1"), metadata=metadata)) == []
