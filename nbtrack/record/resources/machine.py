"""The machine that a run has, and the variables that change what its code comes to."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nbtrack.record.resources.graphics import graphics_cards
from nbtrack.record.secrets.redaction import redacted_value

if TYPE_CHECKING:
    from collections.abc import Mapping

# Threads, devices, seeds, determinism, languages and times. Nothing else is recorded, for it may be a secret.
# Two of KMP are set by the import of scikit-learn, as a script that records itself would show.
_VARIABLES = re.compile(
    r"CUDA_(VISIBLE_DEVICES|DEVICE_ORDER|LAUNCH_BLOCKING)|HIP_VISIBLE_DEVICES|CUBLAS_WORKSPACE_CONFIG"
    r"|(OMP|MKL|OPENBLAS|NUMEXPR|VECLIB_MAXIMUM|BLIS|POLARS_MAX|NUMBA|RAYON)_(NUM_)?THREADS"
    r"|(OMP|KMP)_(?!DUPLICATE_LIB_OK|INIT_AT_FORK)[A-Z_]+|PYTHON(HASHSEED|OPTIMIZE|UTF8|PATH|WARNINGS)|TZ|LANG|LC_[A-Z]+"
    r"|TF_(DETERMINISTIC_OPS|CUDNN_DETERMINISTIC|ENABLE_ONEDNN_OPTS|FORCE_GPU_ALLOW_GROWTH|XLA_FLAGS)|XLA_FLAGS"
    r"|JAX_(PLATFORMS|ENABLE_X64|DEFAULT_MATMUL_PRECISION)|PYTORCH_(CUDA_ALLOC_CONF|ENABLE_MPS_FALLBACK)"
    r"|NVIDIA_TF32_OVERRIDE|TORCH_ALLOW_TF32_CUBLAS_OVERRIDE|KERAS_BACKEND|TOKENIZERS_PARALLELISM"
    r"|HF_(HUB_OFFLINE|DATASETS_OFFLINE)|TRANSFORMERS_OFFLINE|CONDA_DEFAULT_ENV|MPLBACKEND"
    r"|(WORLD_SIZE|RANK|LOCAL_RANK)|SLURM_(JOB_ID|NTASKS|CPUS_PER_TASK|JOB_NUM_NODES)"
)


def machine(given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return processor, memory, graphics cards and variables of this machine and process, as JSON values."""
    return {**_hardware(), "variables": variables(os.environ, given or {})}


def variables(environment: Mapping[str, str], given: Mapping[str, str] = {}) -> dict[str, str]:
    """Return those variables that are known to matter, and all that a run was given; a home stands as `~`."""
    home = os.path.expanduser("~")
    found = {name: value for name, value in environment.items() if _VARIABLES.fullmatch(name)} | dict(given)
    return {
        name: str(redacted_value(name, value)).replace(home, "~") for name, value in sorted(found.items())
    }


@cache
def _hardware() -> dict[str, Any]:
    found: dict[str, Any] = {"cpu": _processor(), "cpus": os.cpu_count(), "memory_bytes": _memory()}
    return {**found, "gpus": graphics_cards()}


def _processor() -> str:
    import platform

    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None
