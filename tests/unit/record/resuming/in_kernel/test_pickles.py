"""A namespace that is written and read again is the same one, but for what cannot be written."""

from __future__ import annotations

import io
import sys
import threading
import time
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.record.resuming.in_kernel import pickles
from nbtrack.record.resuming.kernel_state import cloudpickle_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLENTY = 10**9


@pytest.fixture(scope="module", autouse=True)
def namespace() -> Iterator[dict[str, Any]]:
    """Give IPython a shell, as in a kernel, and take it away again."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    main, hook = sys.modules["__main__"], sys.displayhook
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    pickles.load_cloudpickle(cloudpickle_path())
    pickles._pickler_class.cache_clear()
    yield shell.user_ns
    InteractiveShell.clear_instance()
    pickles._pickler_class.cache_clear()
    sys.modules["__main__"], sys.displayhook = main, hook


def budget(most_bytes: int = PLENTY, seconds: float = 600.0) -> pickles.Budget:
    return pickles.Budget(most_bytes, "it is too large", time.monotonic() + seconds)


def kept(path: Path, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Write values and read them; return them with what was refused."""
    written = pickles.save(str(path), "place", values, "after", budget())
    with pickles.opened(str(path), written.digest) as state:
        assert state.load() == "place"
        found = dict(state.values())
        assert state.load() == "after"
    assert path.stat().st_size == written.size_bytes
    return found, written.refused


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=5,
)


@settings(max_examples=25)
@given(values=st.dictionaries(st.text(), plain))
def test_values_come_back(tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]) -> None:
    assert kept(tmp_path_factory.getbasetemp() / "state", values) == (values, {})


def test_what_two_names_share_they_share_again(tmp_path: Path) -> None:
    shared = [1]
    found, _ = kept(tmp_path / "state", {"a": shared, "b": {"of": shared}, "c": (shared, shared)})
    assert found["a"] is found["b"]["of"] is found["c"][0] is found["c"][1]


def test_what_is_refused_leaves_nothing_behind_in_what_comes_later(tmp_path: Path) -> None:
    """A value that is half written is in the pickler's memory, and would be referred to."""
    shared, opened = ["shared"], open(__file__)  # noqa: SIM115 - closed below
    values = {
        "first": [shared],
        "lock": [shared, threading.Lock()],
        "rest": ([shared], shared),
        "rows": (row for row in shared),
        "open": [opened],
        "last": {"of": shared},
    }
    found, refused = kept(tmp_path / "state", values)
    assert refused == {"lock": "of type list", "rows": "a generator", "open": "of type list"}
    assert found == {name: values[name] for name in ("first", "rest", "last")}
    assert found["first"][0] is found["rest"][1] is found["last"]["of"]
    opened.close()


@pytest.mark.parametrize(
    "viewed",
    [
        lambda a: a[2:5],
        lambda a: a[::-1],
        lambda a: a.T,
        lambda a: a[1:, ::2].T,
        lambda a: a[3],
        lambda a: a.reshape(3, 8),
        lambda a: a.view("float64"),
        lambda a: a[1:][1:],
        lambda a: np.broadcast_to(a[0], (5, 4)),
    ],
)
@pytest.mark.parametrize("order", ["C", "F"])
def test_views_look_at_their_array_again(tmp_path: Path, viewed: Any, order: Any) -> None:
    whole = np.array(np.arange(24).reshape(6, 4), order=order)
    view = viewed(whole)
    found, _ = kept(tmp_path / "state", {"view": view, "whole": whole})
    assert (found["view"] == view).all()
    assert found["view"].flags.writeable == view.flags.writeable
    found["whole"][:] = whole[:] = 100
    assert (found["view"] == view).all()


def test_a_view_of_what_nobody_else_has_brings_no_more_along(tmp_path: Path) -> None:
    large = np.zeros(1_000_000)
    values: dict[str, Any] = {"small": large[:10]}
    del large
    assert pickles.save(str(tmp_path / "state"), None, values, None, budget()).size_bytes < 10_000
    assert (kept(tmp_path / "state", values)[0]["small"] == 0).all()


def test_views_of_objects_come_back_as_arrays_of_their_own(tmp_path: Path) -> None:
    whole = np.array([[1], [2], None], dtype=object)
    found, _ = kept(tmp_path / "state", {"whole": whole, "view": whole[1:]})
    assert found["view"].tolist() == [[2], None]
    assert found["view"][0] is found["whole"][1]


def defined(namespace: dict[str, Any], source: str) -> None:
    exec(compile(source, "<cell>", "exec"), namespace)


def test_functions_see_what_the_namespace_comes_to_hold(tmp_path: Path, namespace: dict[str, Any]) -> None:
    defined(
        namespace,
        "rate = 1\ndef rated():\n    return rate\nclass A:\n    def rated(self):\n        return rate",
    )
    found, _ = kept(tmp_path / "state", {name: namespace[name] for name in ("rated", "A")})
    assert found["rated"] is not namespace["rated"]
    assert found["rated"].__globals__ is namespace
    assert found["rated"].__code__.co_filename == "<cell>"
    namespace["rate"] = 2
    assert (found["rated"](), found["A"]().rated()) == (2, 2)


def test_a_function_with_globals_of_its_own_keeps_them(tmp_path: Path, namespace: dict[str, Any]) -> None:
    own: dict[str, Any] = {"rate": 5, "__name__": "__main__"}
    exec("def rated():\n    return rate", own)
    namespace["rate"] = 2
    found, _ = kept(tmp_path / "state", {"rated": own["rated"]})
    assert found["rated"]() == 5


def test_cached_functions_come_back_with_an_empty_cache(tmp_path: Path, namespace: dict[str, Any]) -> None:
    defined(namespace, "import functools\n@functools.lru_cache(maxsize=3)\ndef cached(x):\n    return x")
    namespace["cached"](1)
    found, _ = kept(tmp_path / "state", {"cached": namespace["cached"]})
    assert found["cached"].cache_info()[2:] == (3, 0)
    assert found["cached"](5) == 5


def test_files_that_are_closed_come_back_closed(tmp_path: Path) -> None:
    with open(__file__) as closed:
        pass
    found, refused = kept(tmp_path / "state", {"f": closed, "out": sys.stdout, "text": io.StringIO("a")})
    assert refused == {}
    assert found["f"].closed
    assert found["out"] is sys.stdout
    assert found["text"].getvalue() == "a"


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ((1000, 600.0), "it is too large"),
        ((PLENTY, -1.0), "it takes longer than record.state-max-seconds allows"),
    ],
)
def test_what_is_too_much_is_not_written(tmp_path: Path, limits: tuple[int, float], why: str) -> None:
    with pytest.raises(pickles.OverBudget, match=why):
        pickles.save(str(tmp_path / "state"), None, {"x": b"x" * 10_000}, None, budget(*limits))
    assert (tmp_path / "state").stat().st_size <= 1000


def test_an_array_that_is_too_large_is_not_even_copied(tmp_path: Path) -> None:
    values = {"x": np.lib.stride_tricks.as_strided(np.zeros(1), (10**15,), (0,))}
    with pytest.raises(pickles.OverBudget):
        pickles.save(str(tmp_path / "state"), None, values, None, budget())


class Sparse:
    """Has no size to tell, as torch's sparse tensors have none, and asks for no more."""

    __module__ = "torch"

    @property
    def nbytes(self) -> int:
        raise RuntimeError("no strided layout")

    def __reduce__(self) -> Any:
        return dict, ()


def test_an_array_that_does_not_say_how_large_it_is_is_kept(tmp_path: Path) -> None:
    assert kept(tmp_path / "state", {"x": Sparse()}) == ({"x": {}}, {})


class Variable:
    def __init__(self, path: str, value: int) -> None:
        self.path, self.value = path, value

    def assign(self, value: int) -> None:
        self.value = value


class Model:
    """Is saved as Keras's are: without the random numbers of its layers, which begin anew."""

    def __init__(self, weight: int) -> None:
        self.variables = [Variable("dense/kernel", weight), Variable("dropout/seed_generator_state", 0)]

    def __reduce__(self) -> Any:
        return Model, (self.variables[0].value,)


def test_a_model_of_keras_goes_on_with_the_random_numbers_of_its_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keras: Any = types.ModuleType("keras")
    keras.Model, keras.ops = Model, types.SimpleNamespace(convert_to_numpy=lambda one: one.value)
    monkeypatch.setitem(sys.modules, "keras", keras)
    model = Model(3)
    model.variables[1].assign(24)
    values, refused = kept(tmp_path / "state", {"model": model, "same": model})
    assert [one.value for one in values["model"].variables] == [3, 24]
    assert (values["same"] is values["model"], refused) == (True, {})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_file_that_others_may_read_or_write_is_not_read(tmp_path: Path, mode: int) -> None:
    written = pickles.save(str(tmp_path / "state"), None, {}, None, budget())
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o600
    (tmp_path / "state").chmod(mode)
    with (
        pytest.raises(ValueError, match="others may write it"),
        pickles.opened(str(tmp_path / "state"), written.digest),
    ):
        pass


def test_a_file_of_another_digest_is_not_read(tmp_path: Path) -> None:
    pickles.save(str(tmp_path / "state"), None, {}, None, budget())
    with pytest.raises(ValueError, match="has changed"), pickles.opened(str(tmp_path / "state"), "0" * 64):
        pass
