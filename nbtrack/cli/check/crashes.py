"""Keep what is needed to mend a rule that failed."""

from __future__ import annotations

from nbtrack.rules.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.rules.engine import Crash


class Crashes:
    """The reports saved so far: one for each rule, as it may fail on every notebook."""

    __slots__ = ("_saved",)

    def __init__(self) -> None:
        self._saved: dict[str, str] = {}

    def reported(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings of which those about a failed rule name the report that was saved."""
        from nbtrack.rules.engine import Crash  # where all findings are remembered, no rule runs

        return tuple(self._reported(f) if isinstance(f, Crash) else f for f in findings)

    def _reported(self, crash: Crash) -> Finding:
        if crash.failed.code not in self._saved:
            from nbtrack.cli.bug import save_report

            self._saved[crash.failed.code] = save_report(crash.cause)
        message = f"{crash.message}; report saved in {self._saved[crash.failed.code]}"
        return Finding(crash.rule, crash.place, message)
