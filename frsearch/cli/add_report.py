"""The report of an add -> the lines that `frsearch index` shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frsearch.cli.options import wording
from frsearch.errors import ArticleError
from frsearch.output.text import Piece, printable
from frsearch.reports import AddReport

_REASONS, _NAMES = 10, 3


def report_pieces(report: AddReport, folder: str, total: int) -> Iterator[Piece]:
    """Yield the lines of a report; counts of 0 are left out, except added, updated and skipped."""
    say = wording()
    head = say("{index}: {articles}", index=printable(folder), articles=say.counted(total, "article"))
    yield head, "head"
    yield "\n" + say("  added {number:,}", number=report.added), ""
    yield "\n" + say("  updated {number:,}", number=report.updated), ""
    yield "\n" + say("  skipped {number:,}", number=report.skipped), ""
    yield from _reasons(report.errors, report.skipped)
    if number := report.repeated:
        yield "\n" + say("  repeated ids {number:,} (the last article is kept)", number=number), ""
        ids = [printable(" ".join(id.split())) for id in report.repeated_ids[:_NAMES]]
        yield "\n    " + ", ".join(ids + ["…"] * (len(report.repeated_ids) > _NAMES)), ""
    if report.undated:
        yield "\n" + say("  undated {number:,}", number=report.undated), ""
    if number := report.unread_dates:
        said = say(
            "  unreadable dates {number:,} (their articles are added without a date)", number=number
        )
        yield "\n" + said, ""
        yield from _reasons(report.date_errors, number)
    yield from _files(report)


def _files(report: AddReport) -> Iterator[Piece]:
    say = wording()
    passed_over, left_out = (sum(each.values()) for each in (report.passed_over, report.left_out))
    if passed_over or report.refused:
        yield "\n" + say("  files read {number:,}", number=report.files), ""
    if report.refused:
        yield "\n" + say("  files refused {number:,}", number=report.refused), ""
    if passed_over:
        kinds = [
            say("{kind} {number:,}", kind=printable(ending) or say("no ending"), number=number)
            for ending, number in report.passed_over.items()
        ]
        shown = ", ".join(kinds[:_REASONS] + ["…"] * (len(kinds) > _REASONS))
        said = say(
            "  files of other kinds, not read {number:,} ({kinds})", number=passed_over, kinds=shown
        )
        yield "\n" + said, ""
        yield from _examples(report.passed_over_files, passed_over, _NAMES)
    if left_out:
        rules = {"hidden": say("hidden"), "excluded": say("excluded"), "index": say("indexes")}
        shown = ", ".join(
            say("{kind} {number:,}", kind=rules[rule], number=number)
            for rule, number in report.left_out.items()
        )
        yield "\n" + say("  left out by rule {number:,} ({kinds})", number=left_out, kinds=shown), ""


def _reasons(errors: Iterable[ArticleError], count: int) -> Iterator[Piece]:
    say = wording()
    return _examples([" ".join(say.text(error.message).split()) for error in errors], count, _REASONS)


def _examples(examples: Iterable[str], count: int, most: int) -> Iterator[Piece]:
    say = wording()
    shown = list(examples)[:most]
    for example in shown:
        yield "\n    " + printable(example), ""
    if count > len(shown):
        yield "\n    " + say("… {more:,} more", more=count - len(shown)), ""
