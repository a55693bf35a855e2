"""Comments that withdraw a report: `# ok: CODE reason`."""

from collections.abc import Sequence

from game.packs.diagnostics import SEVERITIES, Report, by_weight
from game.packs.tables import Tables


def withdrawn(reports: Sequence[Report], tables: Tables) -> list[Report]:
    """The reports without the warnings and notes that the author has answered on their line."""
    used: set[int] = set()
    kept: list[Report] = []
    for report in reports:
        match = None
        if report.severity != "error":
            place = report.place
            match = next(
                (
                    index
                    for index, waiver in enumerate(tables.waivers)
                    if (waiver.file, waiver.line, waiver.code)
                    == (place.file, place.line, report.code)
                ),
                None,
            )
        if match is None:
            kept.append(report)
        else:
            used.add(match)
    for index, waiver in enumerate(tables.waivers):
        if index not in used:
            message = (
                f"Nothing on this line is reported as `{waiver.code}`."
                if waiver.code in SEVERITIES
                else f"No report has the code `{waiver.code}`."
            )
            if SEVERITIES.get(waiver.code) == "error":
                message = f"`{waiver.code}` is an error, which no comment withdraws."
            kept.append(Report("ok-unused", message, waiver.place, "Take the comment away."))
        elif not waiver.reason:
            kept.append(
                Report(
                    "ok-reason",
                    f"The comment withdraws `{waiver.code}` and does not say why.",
                    waiver.place,
                    "Add the reason after the code.",
                )
            )
    return by_weight(kept)
