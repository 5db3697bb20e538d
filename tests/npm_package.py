"""A file out of an npm package. The package is packed and not installed: nothing in it runs."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

from tests.doing_without import do_without

if TYPE_CHECKING:
    from pathlib import Path


def npm_file(package: str, member: str, folder: Path) -> bytes:
    """Return a file of a package; skips, in CI fails, where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        do_without(f"there is no npm to fetch {package} with: apt-get install npm")
    packing = subprocess.run(
        [npm, "pack", "--silent", "--pack-destination", str(folder), package],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if packing.returncode:
        do_without(f"npm cannot fetch {package}: {packing.stderr.strip()[-300:]}")
    with tarfile.open(folder / packing.stdout.split()[-1]) as packed:
        file = packed.extractfile(member)
        assert file is not None
        return file.read()
