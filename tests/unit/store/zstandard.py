"""Zstandard as this Python has it, to look at what was packed without nbtrack's own code."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

NAME = zstd.__name__
