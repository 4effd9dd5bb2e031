"""The report of reading or adding -> the table that `frsearch index` and `frsearch read` show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frsearch.cli.options import say, wording
from frsearch.errors import ArticleError
from frsearch.messages.wording import Wording
from frsearch.output.text import Piece, printable
from frsearch.reports import AddReport, Note, ReadReport

_REASONS, _NAMES, _KINDS = 10, 3, 8


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: what is counted, how many, of which kinds; examples below it."""

    label: str
    number: int
    kinds: Mapping[str, int] | None = None
    examples: tuple[str, ...] = ()
    rest: int = 0  # how many more examples there are
    indent: int = 1


def in_session_language(values: dict[str, Any], report: ReadReport) -> dict[str, Any]:
    """Return the values of a report with its errors and notes in the language of the session."""
    said = wording()
    for name in ("errors", "date_errors", "notes", "clash_notes"):
        values[name] = [said.text(each.message) for each in getattr(report, name)]
    return values


def add_pieces(report: AddReport, folder: str, total: int, *, synced: bool) -> Iterator[Piece]:
    """Yield the report of an add to an index, which then has `total` articles."""
    yield say("{index}: {articles}", index=printable(folder), articles=_articles(total)), "head"
    yield "\n" + say("  added {number:,}", number=report.added), ""
    yield "\n" + say("  updated {number:,}", number=report.updated), ""
    if synced:
        yield "\n" + say("  removed {number:,}", number=report.removed), ""
    yield from _skipped(report)
    if number := report.repeated:
        yield "\n" + say("  repeated ids {number:,} (the last article is kept)", number=number), ""
        ids = [printable(" ".join(id.split())) for id in report.repeated_ids[:_NAMES]]
        yield "\n    " + ", ".join(ids + ["…"] * (len(report.repeated_ids) > _NAMES)), ""
    if number := report.clashes:
        yield (
            "\n"
            + say("  of ids of other files {number:,} (their articles are replaced)", number=number),
            "",
        )
        yield from _examples(_reasons(report.clash_notes), len(report.clash_notes), 2)
    unchanged = [_Row(say("unchanged"), report.unchanged, indent=2)] if synced else []
    yield from _table([*_files(report, unchanged), *_articles_read(report)])


def read_pieces(report: ReadReport) -> Iterator[Piece]:
    """Yield the report of a reading."""
    yield _articles(report.articles), "head"
    yield from _skipped(report)
    yield from _table([*_files(report, []), *_articles_read(report)])


def _articles(number: int) -> str:
    return wording().counted(number, "article")


def _skipped(report: ReadReport) -> Iterator[Piece]:
    yield "\n" + say("  skipped {number:,}", number=report.skipped), ""
    yield from _examples(_reasons(report.errors), report.skipped, 2)


def _files(report: ReadReport, unchanged: list[_Row]) -> Iterator[_Row]:
    passed_over, left_out = (sum(each.values()) for each in (report.passed_over, report.left_out))
    changed = sum(row.number for row in unchanged)
    total = report.files + changed + report.refused + passed_over + left_out
    if not total:
        return
    yield _Row(say("files"), total)
    yield _Row(say("read"), report.files, report.forms, indent=2)
    yield from unchanged
    if report.refused:
        yield _Row(say("refused"), report.refused, indent=2)
    if passed_over:
        kinds = {printable(ending) or say("no ending"): n for ending, n in report.passed_over.items()}
        names = tuple(map(printable, report.passed_over_files[:_NAMES]))
        rest = passed_over - len(names)
        yield _Row(say("of other kinds, not read"), passed_over, kinds, names, rest, indent=2)
    if left_out:
        words = {
            "hidden": say("hidden"),
            "excluded": say("excluded"),
            "index": say("indexes"),
            "page files": say("files of saved pages"),
            "bag files": say("lists of a BagIt package"),
        }
        rules = {words[rule]: number for rule, number in report.left_out.items()}
        yield _Row(say("left out by rule"), left_out, rules, indent=2)
    if report.archives:
        yield _Row(say("archives opened"), report.archives, indent=2)
    if report.encodings:
        yield _Row(say("not in UTF-8"), sum(report.encodings.values()), report.encodings, indent=2)


def _articles_read(report: ReadReport) -> Iterator[_Row]:
    """Yield how many articles were read, with and without a date."""
    if not report.articles:
        return
    undated = report.articles - sum(report.dates.values())
    yield _Row(say("articles read"), report.articles)
    words = {
        "iso": say("YYYY-MM-DD"),
        "compact": say("YYYYMMDD"),
        "year-first": say("YYYY/MM/DD"),
        "day-first": say("DD/MM/YYYY"),
        "month-first": say("MM/DD/YYYY"),
        "month-year": say("MM/YYYY"),
        "words": say("in words"),
        "rfc822": say("of e-mail"),
        "format": "--date-format",
        "header": say("header line"),
        "metadata": say("metadata"),
        "file name": say("file name"),
        "folder name": say("folder name"),
    }
    rules = {words.get(rule, rule): n for rule, n in report.dates.items()}
    yield _Row(say("dated"), sum(report.dates.values()), rules, indent=2)
    if report.doubtful_dates:
        notes = _reasons(report.notes)
        rest = max(0, report.doubtful_dates - len(notes))
        label = say("could be read in two ways")
        yield _Row(label, report.doubtful_dates, None, notes, rest, indent=3)
    if undated:
        yield _Row(say("undated"), undated, indent=2)
    if report.unread_dates:
        reasons = _reasons(report.date_errors)
        rest = max(0, report.unread_dates - len(reasons))
        label = say("dates that cannot be read")
        yield _Row(label, report.unread_dates, None, reasons, rest, indent=3)
    if report.repaired:
        words = {
            "entities": say("HTML entities"),
            "cp1252": "cp1252",
            "double UTF-8": say("UTF-8 encoded twice"),
            "line separators": say("line separators"),
        }
        kinds = {words.get(kind, kind): number for kind, number in report.repaired.items()}
        yield _Row(say("repaired texts"), sum(report.repaired.values()), kinds, indent=2)


def _reasons(errors: Iterable[ArticleError | Note]) -> tuple[str, ...]:
    shown = [" ".join(wording().text(error.message).split()) for error in list(errors)[:_REASONS]]
    return tuple(map(printable, shown))


def _table(rows: list[_Row]) -> Iterator[Piece]:
    if not rows:
        return
    words = wording()
    yield "\n", ""
    width = max(2 * row.indent + len(row.label) for row in rows)
    digits = max(len(words.number(row.number)) for row in rows)
    for row in rows:
        number = words.number(row.number).rjust(digits)
        line = f"{'  ' * row.indent + row.label:{width}}  {number}"
        if row.kinds and (len(row.kinds) > 1 or row.label not in row.kinds):
            line += "  " + _kinds(row.kinds, words)
        yield "\n" + line.rstrip(), ""
        yield from _examples(row.examples, len(row.examples) + row.rest, row.indent + 1)


def _examples(examples: Sequence[str], count: int, indent: int) -> Iterator[Piece]:
    for example in examples:
        yield "\n" + "  " * indent + example, ""
    if examples and count > len(examples):
        yield "\n" + "  " * indent + say("… {more:,} more", more=count - len(examples)), ""


def _kinds(kinds: Mapping[str, int], words: Wording) -> str:
    shown = [f"{printable(kind)} {words.number(number)}" for kind, number in kinds.items()]
    return ", ".join(shown[:_KINDS] + ["…"] * (len(kinds) > _KINDS))
