"""An edit is told from another text, and at bounded cost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbtrack.diff.similar import SIMILAR, by_shared_words, is_similar, similarity

texts = st.text(st.sampled_from("abc \n"), max_size=20)


@given(texts, texts)
@example("aaa", "aaaaaaa")  # exactly on the limit
def test_the_quick_answer_is_the_measured_one(old: str, new: str) -> None:
    assert is_similar(old, new) is (similarity(old, new) > 0)


@given(texts, texts)
def test_likeness_has_no_direction(old: str, new: str) -> None:
    assert similarity(old, new) == pytest.approx(similarity(new, old))


def test_a_changed_number_is_an_edit_and_another_sentence_is_none() -> None:
    assert is_similar("model.fit(X, y, epochs=10)", "model.fit(X, y, epochs=250)")
    assert not is_similar("Now train the model for some epochs.", "Plot what the losses looked like, in red.")


@pytest.mark.parametrize("changed", [0, 10, 900])
def test_long_texts_are_compared_by_line(changed: int) -> None:
    old = [f"line {n} of a long text, with some more words in it" * 4 for n in range(1000)]
    new = ["something else" if n % 1000 < changed else line for n, line in enumerate(old)] + ["end"]
    found = similarity("\n".join(["start", *old]), "\n".join(new))
    assert (found > SIMILAR) is (changed < 500)


def test_one_line_of_megabytes_is_compared() -> None:
    assert not is_similar("ab" * 1_000_000, "ba c" * 400_000)
    assert is_similar("x" + "ab" * 1_000_000, "y" + "ab" * 1_000_000)


def test_rare_words_find_the_text() -> None:
    old = ["import numpy as np", "plot the losses of alpha", "plot the losses of beta"]
    assert by_shared_words(old, ["beta plot", "alpha plot"]) == [(1, 1), (2, 0)]
