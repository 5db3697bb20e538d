"""What a machine does not have: tests skip without it, and fail in CI, where it should be there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def do_without(reason: str) -> NoReturn:
    """Skip the test that asks, or fail it in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
