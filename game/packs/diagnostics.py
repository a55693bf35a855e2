"""What may be wrong with a pack, and how it is said and shown."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from game.lang.problems import RuleCode, shown
from game.packs.toml import Place

Severity = Literal["error", "warning", "note"]
"""An error keeps a pack from being played; a warning is most likely a mistake; a note may be one."""

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}

_OWN: dict[str, Severity] = {
    # Files.
    "file-encoding": "error",
    "file-link": "warning",
    "file-missing": "error",
    "file-size": "error",
    "file-unreadable": "error",
    # TOML.
    "toml-backslash": "error",
    "toml-character": "error",
    "toml-comma": "error",
    "toml-curly-quotes": "error",
    "toml-equals": "error",
    "toml-fault": "error",
    "toml-header": "error",
    "toml-list-not-closed": "error",
    "toml-no-value": "error",
    "toml-number": "error",
    "toml-string-not-closed": "error",
    "toml-trailing": "error",
    "toml-twice": "error",
    "toml-unquoted": "error",
    "toml-word": "error",
    # Tables and keys.
    "table-unknown": "error",
    "table-twice": "error",
    "table-list": "error",
    "table-order": "error",
    "key-unknown": "error",
    "key-missing": "error",
    "value-type": "error",
    "value-range": "error",
    "value-choice": "error",
    "id-form": "error",
    "id-reserved": "error",
    "id-twice": "error",
    # Packs.
    "pack-base-unknown": "error",
    "pack-base-circle": "error",
    "pack-without": "warning",
    "pack-format": "error",
    "pack-renamed": "warning",
    # Names.
    "name-unknown": "error",
    "name-kind": "error",
    "name-part": "error",
    "name-other-role": "error",
    "name-in-text": "error",
    "gauge-circle": "error",
    "gauge-names": "error",
    # One table at a time.
    "limits-order": "error",
    "start-outside": "error",
    "constant-outside": "error",
    "constant-fixed": "warning",
    "constant-unsourced": "error",
    "curve-order": "error",
    "calendar-start": "error",
    "dial-options": "error",
    "decision-key": "error",
    "amount-unbounded": "error",
    "gauge-value": "error",
    "gauge-options": "error",
    "goal-order": "error",
    "sees-form": "error",
    "purse-missing": "error",
    "pipeline-start": "error",
    "beyond-the-end": "warning",
    "rest-unused": "note",
    "again-unused": "note",
    # What must be true.
    "check-expect": "error",
    "check-games": "error",
    "check-rival": "error",
    # What was.
    "period-form": "error",
    "record-order": "error",
    "target-requires": "error",
    # What rules can come to.
    "condition-never": "warning",
    "condition-always": "warning",
    "event-self": "warning",
    "chance-zero": "warning",
    "chance-beyond": "warning",
    "number-undefined": "warning",
    "ending-last": "error",
    "ending-hidden": "warning",
    "ending-early-always": "error",
    "quantity-unused": "note",
    # Sources and pages.
    "source-missing": "warning",
    "source-unused": "note",
    "source-form": "warning",
    "figure-unsourced": "warning",
    "claim-form": "error",
    "claim-differs": "warning",
    "claim-gone": "warning",
    "text-character": "error",
    "codex-head": "error",
    "codex-link": "error",
    "codex-table": "error",
    "table-cell": "error",
    # Suppressions.
    "ok-unused": "note",
    "ok-reason": "note",
}
_OF_RULES: dict[str, Severity] = dict.fromkeys(get_args(RuleCode), "error")
SEVERITIES: Mapping[str, Severity] = _OWN | _OF_RULES
"""Every code a report may bear, with its severity. A code never changes its meaning."""


@dataclass(frozen=True, slots=True)
class Report:
    """One mistake in a pack."""

    code: str
    message: str
    """One sentence: what was found."""
    place: Place
    mend: str = ""
    """One sentence: what would do."""
    second: Place | None = None
    """Another place that explains the first."""
    why: str = ""
    """What the second place is."""

    def __post_init__(self) -> None:
        """Let nothing that a pack holds act on the screen that shows the report."""
        for name in ("message", "mend", "why"):
            text: str = getattr(self, name)
            if not text.isprintable():
                object.__setattr__(self, name, shown(text, len(text)))

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return SEVERITIES[self.code]

    def as_data(self) -> dict[str, Any]:
        """The report as JSON may hold it; lines and columns count from 1, the end is exclusive."""
        data: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "mend": self.mend,
            **_place_data(self.place),
        }
        if self.second is not None:
            data["second"] = {**_place_data(self.second), "why": self.why}
        return data


def _place_data(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def by_weight(reports: Iterable[Report]) -> list[Report]:
    """Each report once, what blocks play first, then by place."""
    return sorted(
        dict.fromkeys(reports),
        key=lambda r: (
            _RANK[r.severity],
            r.place.file,
            r.place.line,
            r.place.column,
            r.code,
            r.message,
        ),
    )


SAME_CODE = 10
"""How many reports of one code are shown in full."""


def rendered(reports: Sequence[Report], most: int = SAME_CODE) -> str:
    """The reports as text, with the line and a caret; of a code that repeats, only the first ones."""
    shown: dict[str, int] = {}
    blocks: list[str] = []
    for report in reports:
        shown[report.code] = shown.get(report.code, 0) + 1
        if shown[report.code] <= most:
            blocks.append(_block(report))
    for code, count in shown.items():
        if count > most:
            blocks.append(f"... and {count - most} more of {code}.\n")
    return "\n".join(blocks)


def _block(report: Report) -> str:
    place, second = report.place, report.second
    margin = " " * len(str(max(place.line, second.line if second else 0)))
    lines = [
        f"{report.severity}[{report.code}]: {report.message}",
        f"{margin}--> {place.file}:{place.line}:{place.column}",
        *_excerpt(place, margin, "^"),
    ]
    if second is not None:
        if second.file != place.file or abs(second.line - place.line) > 1:
            lines.append(f"{margin}::: {second.file}:{second.line}:{second.column}")
        excerpt = _excerpt(second, margin, "-", report.why)
        same = (second.file, second.line) == (place.file, place.line)
        lines += excerpt[1:] if same and len(place.source) <= _WIDEST else excerpt
    if report.mend:
        lines.append(f"{margin} = {report.mend}")
    return "\n".join(lines) + "\n"


_WIDEST = 100


def _excerpt(place: Place, margin: str, sign: str, words: str = "") -> list[str]:
    """The line, and signs under the stretch meant; a long line is cut around it."""
    source = "".join(
        c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in place.source
    )
    begin = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(source)
    end = max(end, begin + 1)
    lead = ""
    if len(source) > _WIDEST:
        left = max(0, min(begin - 30, len(source) - _WIDEST))
        cut = source[left : left + _WIDEST]
        lead = "…" if left else ""
        source = lead + cut + ("…" if left + _WIDEST < len(place.source) else "")
        begin, end = begin - left + len(lead), min(end - left + len(lead), len(source))
    gap = "".join("\t" if c == "\t" else " " for c in source[:begin]).ljust(begin)
    number = str(place.line).rjust(len(margin))
    marks = sign * max(1, end - begin)
    return [f"{number} | {source.rstrip()}", f"{margin} | {gap}{marks} {words}".rstrip()]


def as_json(reports: Iterable[Report]) -> str:
    """The reports as a JSON list."""
    return json.dumps([r.as_data() for r in reports], ensure_ascii=False, indent=2)
