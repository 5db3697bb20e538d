"""What differs by chance is counted by class, and nothing else is taken for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.counting import amount_text
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.kinds import kinds_of
from nbtrack.diff.noise import texts
from nbtrack.diff.noise.classes import ALL, NAMES, noise_of
from nbtrack.diff.noise.texts import TextNoise
from nbtrack.notebook.document import Notebook, parse
from tests.making import code, markdown, notebook, raw_notebooks, result, stream

if TYPE_CHECKING:
    from nbtrack.diff.model import NotebookDiff

QUIET = DiffScope(metadata=False, noise=ALL)

# What is printed in two runs of the same code.
PRINTED = {
    "counts": [
        ("Cell In[3], line 1", "Cell In[17], line 1"),
        (
            "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line 1",
            "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 1",
        ),
        ("Input In [3], in <cell line: 1>()", "Input In [4], in <cell line: 1>()"),
        ("<ipython-input-3-9e1622b385b6> in <module>", "<ipython-input-12-9e1622b385b6> in <module>"),
    ],
    "addresses": [("<function f at 0x7f3c5c0b1d30>", "<function f at 0x10c2c3130>")],
    "timestamps": [
        ("2026-11-25 20:09:46,123 INFO start", "2026-11-26 07:00:01,001 INFO start"),
        ("2026-11-25T20:09:46.5Z done", "2027-01-01T00:00:00Z done"),
        ("Wed Nov 25 20:09:46 UTC 2026", "Thu Nov 26 08:00:00 UTC 2026"),
        ("[20:09:46] step 3", "[20:11:02] step 3"),
        ("Date:    Wed, 25 Nov 2026   AIC:  5.1", "Date:    Thu, 26 Nov 2026   AIC:  5.1"),
    ],
    "timings": [
        ("CPU times: user 1.2 s, sys: 30 ms, total: 1.23 s", "CPU times: user 9 µs, sys: 1 µs, total: 10 µs"),
        ("Wall time: 2.33 s", "Wall time: 1min 3s"),
        (
            "1.2 s ± 34.5 ms per loop (mean ± std. dev. of 7 runs, 1 loop each)",
            "830 µs ± 1.1 µs per loop (mean ± std. dev. of 7 runs, 1,000 loops each)",
        ),
        ("10 loops, best of 3: 21.4 ms per loop", "100 loops, best of 3: 9.9 ms per loop"),
        ("5/5 - 12s 40ms/step - loss: 0.3", "5/5 - 2s 400us/step - loss: 0.3"),
        ("training took 12.3 seconds", "training took 11.9 seconds"),
        ("Elapsed: 1.5s", "Elapsed: 2.25s"),
        ("Elapsed time: 0.0330436", "Elapsed time: 0.0455889"),
        ("fit in 0.025s", "fit in 0.045s"),
        (
            "[LightGBM] [Info] Auto-choosing col-wise, the overhead of testing was 0.000039 seconds.",
            "[LightGBM] [Info] Auto-choosing col-wise, the overhead of testing was 0.111057 seconds.",
        ),
        (
            "5:\tlearn: 0.6\ttotal: 46.2ms\tremaining: 4.57s",
            "5:\tlearn: 0.6\ttotal: 51.9ms\tremaining: 5.1s",
        ),
        ("{'train_runtime': 12.31, 'epoch': 3}", "{'train_runtime': 13.9, 'epoch': 3}"),
        ("{'eval_samples_per_second': '45.1'}", "{'eval_samples_per_second': '39.02'}"),
    ],
    "progress": [
        ("fit:  45%|████▌     | 9/20 [00:01<00:01,  8.50it/s]", "fit: 100%|██████████| 20/20 [00:02<00:00]"),
        ("\r 10%|█  | 1/10 [00:00<00:09]\r100%|███| 10/10 [00:01<00:00]", "100%|███| 10/10 [00:07<00:00]"),
        ("120it [00:03, 35.1it/s]", "120it [00:09, 11.0it/s]"),
        ("  ━━━━━━━━━━ 1.2/1.2 MB 5.0 MB/s eta 0:00:00", "  ━━━━━╸━━━━ 0.9/1.2 MB 1.0 MB/s eta 0:00:01"),
        ("5/5 [=========>....]", "5/5 [==============]"),
    ],
    "widgets": [
        ("id 3f0c0a7e-5b1f-4a53-9d6b-0d6f3a1c2b4d", "id a30c0a7e-5b1f-4a53-9d6b-0d6f3a1c2b4e"),
        (f'<img id="_anim_img{"0f" * 16}">', f'<img id="_anim_img{"3e" * 16}">'),
        (f"anim{'0f' * 16} = new Animation(", f"anim{'3e' * 16} = new Animation("),
        ("saved to /tmp/tmpagi_9gjk/model", "saved to /tmp/tmpwkk9nf9c/model"),
        ('<div id="sk-container-id-1">', '<div id="sk-container-id-12">'),
        ("/tmp/ipykernel_3102/38488.py:3: UserWarning: x", "/tmp/ipykernel_7/38488.py:3: UserWarning: x"),
        ("/tmp/ipykernel_85/157.py:5: UserWarning", "/tmp/ipykernel_9/157.py:5: UserWarning"),
        ('<td id="T_1a2b3_row0_col0">', '<td id="T_f2b31_row0_col0">'),
    ],
}

PIECES = [
    *(word for pairs in PRINTED.values() for pair in pairs for line in pair for word in line.split()),
    *(line for pairs in PRINTED.values() for pair in pairs for line in pair),
    *(" ", "\n", "\r", "0", ":", "x"),
]
RESULTS = [
    ("loss: 0.31", "loss: 0.30"),
    ("best time 0.31", "best time 0.30"),
    ("learn: 0.61\ttotal: 46.2ms\tremaining: 4.57s", "learn: 0.62\ttotal: 46.2ms\tremaining: 4.57s"),
    ("5 in 10", "5 in 11"),
    ("/tmp/tmpdata", "/tmp/tmpdatb"),
    ("2026-11-25", "2026-11-26"),
    ("0x7f3c5c0b1d30", "0x10c2c3130"),
    ("12 s", "13 s"),
    ("accuracy 45%", "accuracy 46%"),
    ("10/10 correct", "9/10 correct"),
    ("5/5 - 12s 40ms/step - loss: 0.3", "5/5 - 12s 40ms/step - loss: 0.4"),
    ("a|b", "a|c"),
    ("In[3]", "In[4]"),
    ("/tmp/ipykernel_85/157.py:5: UserWarning", "/tmp/ipykernel_85/157.py:6: UserWarning"),
    ("sometimes 3 m", "sometimes 4 m"),
]


def printed(old: str, new: str, scope: DiffScope = QUIET) -> NotebookDiff:
    before, after = (notebook(code("x", outputs=[stream(text + "\n")])) for text in (old, new))
    return diff_notebooks(before, after, scope)


CASES = [(name, *pair) for name, pairs in PRINTED.items() for pair in pairs]


@pytest.mark.parametrize(("name", "old", "new"), CASES)
def test_noise_is_counted_and_no_difference(name: str, old: str, new: str) -> None:
    diff = printed(old, new)
    assert diff.is_empty
    assert noise_of(diff) == ((name, 1),)
    assert kinds_of(diff) == ("noise",)


@pytest.mark.parametrize(("name", "old", "new"), CASES)
def test_a_class_that_is_switched_off_is_a_difference(name: str, old: str, new: str) -> None:
    assert not printed(old, new, DiffScope(noise=ALL - {name}, told=frozenset({name}))).is_empty
    assert printed(old, new, DiffScope(noise=frozenset({name}))).is_empty


@pytest.mark.parametrize(("old", "new"), RESULTS)
def test_a_result_is_no_noise(old: str, new: str) -> None:
    assert not printed(old, new).is_empty


def test_a_table_of_times_is_a_result() -> None:
    old, new = (
        notebook(code("df", outputs=[result({"text/plain": f"Timestamp('2026-11-25 0{hour}:00:00')"})]))
        for hour in (1, 2)
    )
    assert not diff_notebooks(old, new, QUIET).is_empty


@pytest.mark.parametrize(
    ("mime", "text"),
    [
        ("text/plain", "Date:         {date}   AIC:  5.1\nTime:                 {time}   BIC:  6"),
        ("text/html", "<th>Date:</th> <td>{date}</td> <th>AIC</th>\n<th>Time:</th> <td>{time}</td>"),
        ("text/latex", "\\textbf{{Date:}}  & {date} & AIC\n\\textbf{{Time:}}   &    {time}    & BIC"),
    ],
)
def test_when_a_summary_was_made_is_no_result(mime: str, text: str) -> None:
    old, new = (
        notebook(code("fit.summary()", outputs=[result({mime: text.format(date=date, time=time)})]))
        for date, time in (("Wed, 25 Nov 2026", "23:59:59"), ("Thu, 26 Nov 2026", "00:00:07"))
    )
    diff = diff_notebooks(old, new, QUIET)
    assert diff.is_empty
    assert noise_of(diff) == (("timestamps", 2),)


def test_noise_beside_a_difference_is_folded_and_counted() -> None:
    diff = printed("loss 1\nWall time: 1 s", "loss 2\nWall time: 2 s")
    assert diff.cells[0].outputs[0].parts[0].hunks[0].lines == ("-loss 1", "+loss 2", " Wall time: 1 s")
    assert amount_text(diff) == "1 changed of 1 cell, 1 output; noise: 1 timing"


def cells(**more: Any) -> Notebook:
    return notebook(code("x", **more), markdown("y"))


VALUES = {
    "counts": (cells(count=1), cells(count=7)),
    "ids": (cells(id="a"), cells(id="b")),
    "metadata": (cells(metadata={"collapsed": True}), cells(metadata={"scrolled": True, "collapsed": False})),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_that_front_ends_write_are_noise_unless_told(name: str) -> None:
    old, new = VALUES[name]
    quiet = diff_notebooks(old, new, DiffScope(noise=ALL))
    assert (quiet.is_empty, [count.name for count in noise_of(quiet)]) == (True, [name])
    told = diff_notebooks(old, new, DiffScope(metadata=False, noise=ALL - {name}, told=frozenset({name})))
    assert (kinds_of(told), noise_of(told)) == (("metadata",), ())


def test_counts_of_both_places_are_one() -> None:
    old, new = (notebook(code("x", outputs=[result({"text/plain": "1"}, n)], count=n)) for n in (1, 2))
    assert amount_text(diff_notebooks(old, new, QUIET)) == "nothing but noise: 1 execution count"


def test_other_metadata_is_no_noise() -> None:
    old, new = cells(metadata={"tags": ["a"]}), cells(metadata={"tags": ["b"]})
    assert kinds_of(diff_notebooks(old, new, DiffScope(noise=ALL))) == ("metadata",)
    widgets, none = notebook(metadata={"widgets": {"a": 1}}), notebook()
    assert kinds_of(diff_notebooks(widgets, none, DiffScope(noise=ALL))) == ("noise",)


@given(raw_notebooks(), raw_notebooks())
def test_without_noise_the_difference_is_never_greater(raw_old: bytes, raw_new: bytes) -> None:
    old, new = parse(raw_old), parse(raw_new)
    strict, quiet = diff_notebooks(old, new), diff_notebooks(old, new, DiffScope(noise=ALL))
    assert [cell.source for cell in quiet.cells] == [cell.source for cell in strict.cells]
    assert not strict.is_empty or quiet.is_empty


@pytest.mark.parametrize("piece", ["1", "1%|", "took ", "a", "1 s ", "f-", "1."])
def test_any_text_is_searched_in_bounded_time(piece: str) -> None:
    assert TextNoise(NAMES).quiet(piece * (900_000 // len(piece)))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.sampled_from(sorted(texts._PATTERNS)))
def test_a_line_is_searched_wherever_it_may_hold_noise(text: str, name: str) -> None:
    shown = "\n".join(map(texts._overwritten, text.split("\n"))) if name == "progress" else text
    expected = re.sub(texts._PATTERNS[name], f"<{name}>", shown)
    assert TextNoise((name,)).quiet(text) == expected
