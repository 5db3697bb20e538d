"""NumPy's views: arrays that look at the memory of another one, and are to do so when they come back."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def reduced_view(array: Any) -> Any:
    """Return how an array comes back as a view of another one, None where it may stand for itself."""
    root: Any = array.base if type(array).__name__ == "ndarray" else None
    while root is not None and root.base is not None:
        root = root.base if type(root) is type(array) else None
    if type(root) is not type(array) or root.dtype.hasobject or array.dtype.hasobject or not _is_shared(root):
        return None
    if not (root.flags.c_contiguous or root.flags.f_contiguous):
        return None
    offset = _address(array) - _address(root)
    return _view, (root, offset, array.shape, array.strides, array.dtype, bool(array.flags.writeable))


def _view(root: Any, offset: int, shape: Any, strides: Any, dtype: Any, is_writeable: bool) -> Any:
    buffer = root if root.flags.c_contiguous else root.T
    found = type(root)(shape, dtype, buffer, offset, strides)
    found.flags.writeable = is_writeable
    return found


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _is_shared(root: Any) -> bool:
    """Tell whether somebody beside one view, and the function that asks, refers to an array."""
    view_of = [object()]
    one = view_of[0]
    return sys.getrefcount(root) > _references(one)


def _references(alone: Any) -> int:
    return sys.getrefcount(alone)
