"""Shared parts of the commands: language, options, output, the layout of help."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from frsearch.cli.output import Format, Output
from frsearch.messages.wording import Value, Wording
from frsearch.output.text import printable
from frsearch.reading.encodings import decode
from frsearch.types import MATCHES, QueryWarning

Decorator = Callable[[Callable[..., int]], Callable[..., int]]

PROGRAM, COMPLETION = "frsearch", "_FRSEARCH_COMPLETE"
FOUND, NOTHING, WRONG = 0, 1, 2
_HELP_WIDTH = 90
_RAW = "Write CSV without the apostrophes that keep spreadsheets from running texts as formulas."
# What click says behind the help of an option.
_REMARKS = re.compile(r"  \[(?:default: (?P<default>.*?))?(?:; )?(?P<required>required)?\]\Z")
_ENDINGS: dict[str, Format] = {".json": "json", ".jsonl": "json", ".csv": "csv"}


@dataclass(frozen=True, slots=True)
class Session:
    """The settings of one run of the program."""

    wording: Wording


class _Formatter(click.HelpFormatter):
    """Lays out help, in the language of the session."""

    def __init__(self, wording: Wording, width: int):
        super().__init__(width=width)
        self._say = wording

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for word in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(word, self._say(word))
        super().write_usage(prog, args, self._say("Usage:") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._say(heading).removesuffix(":"))

    def write_text(self, text: str) -> None:
        for at, paragraph in enumerate(text.split("\n\n")):
            if at:
                self.write_paragraph()
            super().write_text(self._say(paragraph))

    def write_dl(self, rows: Iterable[tuple[str, str]], *spaces: Any, **more: Any) -> None:
        super().write_dl([(left, self._row(right)) for left, right in rows], *spaces, **more)

    def _row(self, text: str) -> str:
        found = _REMARKS.search(text)
        text = text[: found.start()] if found else text
        remarks = list(self._remarks(found)) if found else []
        return self._say(text) + (f"  [{'; '.join(remarks)}]" if remarks else "")

    def _remarks(self, found: re.Match[str]) -> Iterator[str]:
        if found["default"]:
            yield self._say("default: {value}", value=found["default"])
        if found["required"]:
            yield self._say("required")


class Context(click.Context):
    """A context whose help speaks the language of the session."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter of a command's help."""
        width = self.terminal_width or max(min(Output().width, _HELP_WIDTH), 50)
        return _Formatter(self.obj.wording, width)


class Command(click.Command):
    """A command whose help, errors and completions are in the language of the session."""

    context_class: type[click.Context] = Context
    allow_extra_args = True  # refused by `parse_args`, in the language of the session

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; UsageError if there are too many."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            message = ctx.obj.wording(
                "Got unexpected extra argument ({arguments})"
                if len(rest) == 1
                else "Got unexpected extra arguments ({arguments})",
                arguments=" ".join(rest),
            )
            raise click.UsageError(message, ctx)
        return rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete options, with their help."""
        items = super().shell_complete(ctx, incomplete)
        for item in items:
            item.help = ctx.obj.wording(item.help or "")
        return items


class Group(click.Group):
    """A group that lists its commands in the order of definition."""

    context_class: type[click.Context] = Context
    command_class: type[click.Command] | None = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of the arguments; UsageError if it is unknown."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            names = ", ".join(self.commands)
            said = ctx.obj.wording(
                "there is no command {name}; the commands are {names}", name=args[0], names=names
            )
            raise click.UsageError(said, ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands and options, with their help."""
        items = super().shell_complete(ctx, incomplete)
        for item in items:
            command = self.commands.get(item.value)
            item.help = ctx.obj.wording(_first_part(command) if command else item.help or "")
        return items

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first sentence of each command's help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_part(each)) for name, each in self.commands.items()])


def _first_part(command: click.Command) -> str:
    return (command.help or "").split("\n\n")[0]


class Words(click.ParamType[str]):
    """Text that users type: a query, an id. Bytes that are not UTF-8 are read as cp1252."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text."""
        return decode(os.fsencode(value))


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`."""

    name = "number"

    def __init__(self, least: int, most: int = 1_000_000_000):
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(value)
        except ValueError:
            number = -1
        if not self.least <= number <= self.most:
            self.fail(f"a whole number from {self.least} to {self.most}, not {value}", param, ctx)
        return number


class Names(Words):
    """The name of one of some things, or of a field of the index, which alone knows its fields."""

    def __init__(self, *known: str):
        self._known = known

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Complete the names that are the same for every index."""
        from frsearch.fields import ALIASES

        names = (*self._known, *ALIASES)
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


WORDS = Words()
COUNT = Number(0)
AT_LEAST_ONE = Number(1)
WIDTH = Number(0, 10_000)
PORT = Number(0, 65_535)


def option(*names: str, **settings: Any) -> Decorator:
    """Make an option that shows its default, unless it is None, False or a tuple."""
    default = settings.get("default")
    shown = default is not None and default is not False and not isinstance(default, tuple)
    return cast(Decorator, click.option(*names, show_default=shown, **settings))


def together(*decorators: Decorator) -> Decorator:
    """Apply decorators so that help shows options in the order of the arguments."""

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def query_argument(name: str = "query", required: bool = True) -> Decorator:
    """Make an argument of several words, joined by blanks: the shell needs no quotation marks."""
    return cast(
        Decorator,
        click.argument(
            name,
            type=WORDS,
            nargs=-1,
            required=required,
            callback=lambda ctx, param, value: " ".join(value),
        ),
    )


class _IndexPath(click.Path):
    """The folder of an index."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; UsageError for an index in memory, which would end with the command."""
        from frsearch.arguments import MEMORY

        if os.fspath(value) == str(MEMORY):
            raise usage(
                ":memory: is an index in memory, which would end with the command: give a folder "
                "(./:memory: for one of that name)"
            )
        return super().convert(value, param, ctx)


def read_where(context: click.Context, param: click.Parameter, texts: Sequence[str]) -> Any:
    """Return the filters of `name=value`; None for none, as `export` refuses filters beside ids."""
    from frsearch.arguments import where_of_texts

    return where_of_texts(texts) or None


index_option: Decorator = option(
    "--index",
    "-i",
    "folder",
    type=_IndexPath(),
    envvar="FRSEARCH_INDEX",
    default="index",
    metavar="DIR",
    help="The folder of the index, or its address on a server, opensearch://host:9200/name; "
    "FRSEARCH_INDEX sets it for all commands.",
)
date_option: Decorator = option(
    "--date",
    "-d",
    metavar="DATE",
    help="Only articles of these days: 2018, 'juin 2018', 28/06/2018, 2018-06..2018-09, ..2018 or "
    "2018..",
)
where_option: Decorator = option(
    "--where",
    multiple=True,
    type=WORDS,
    metavar="NAME=VALUE",
    callback=read_where,
    help="Only articles with this value of a field, such as 'source=Le Monde' or page=1..3; can be "
    "repeated: for one field, any of its values.",
)
match_option: Decorator = option(
    "--match",
    "-m",
    type=click.Choice(MATCHES),
    default="all",
    help="Whether articles must have all words (or any, if none has all), two of three, or any.",
)
synonyms_option: Decorator = option(
    "--synonyms",
    type=click.Path(),
    metavar="FILE",
    help="Use the synonyms of this file in place of those of the index: 'Daech, Daesh' on a line, or "
    "'Daesh => Daech'.",
)
plain_option: Decorator = option(
    "--plain", is_flag=True, help="Search for the words alone: no sign of the query means anything."
)
strict_option: Decorator = option(
    "--strict", is_flag=True, help="Refuse doubtful syntax instead of guessing its meaning."
)


# What commands that find articles share: which index and which articles, and how a query is read.
article_options: Decorator = together(index_option, date_option, where_option, match_option)
reading_options: Decorator = together(plain_option, strict_option, synonyms_option)


def _output(csv: bool) -> Decorator:
    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        def call(
            as_json: bool, target: str | None, as_csv: bool = False, raw: bool = False, **rest: Any
        ) -> int:
            if as_json and as_csv:
                raise usage("give {one} or {other}, not both", one="--json", other="--csv")
            ending = os.path.splitext(target or "")[1].lower()
            format: Format = "json" if as_json else "csv" if as_csv else _ENDINGS.get(ending, "text")
            if format == "csv" and not csv:
                format = "text"
            if raw and format != "csv":
                raise usage("give {one} with {other} only", one="--raw", other="--csv")
            return function(output=Output(format, target, raw), **rest)

        call.__doc__ = function.__doc__
        call.__name__ = function.__name__
        call.__dict__.update(function.__dict__)
        return call

    return decorate


def output_options(json: str = "Write one JSON document.", csv: str | None = None) -> Decorator:
    """Add options for a file and for the formats described; the command gets an `output`."""
    decorators = [option("--json", "as_json", is_flag=True, help=json)]
    if csv is not None:
        decorators.append(option("--csv", "as_csv", is_flag=True, help=csv))
        decorators.append(option("--raw", is_flag=True, help=_RAW))
    target_help = "Write to a file; an ending .json, .jsonl or .csv sets the format."
    file = option("--output", "-o", "target", type=click.Path(), metavar="FILE", help=target_help)
    return together(*decorators, file, _output(csv is not None))


def say(sentence: str, **values: Value) -> str:
    """Return a message in the language of the session."""
    return wording()(sentence, **values)


def wording() -> Wording:
    """Return the language of the session."""
    return cast(Session, click.get_current_context().obj).wording


def usage(sentence: str, **values: Value) -> click.UsageError:
    """Return an error about wrong arguments."""
    return click.UsageError(say(sentence, **values), click.get_current_context())


def note(sentence: str) -> None:
    """Write a message to standard error."""
    click.echo(printable(sentence), err=True)


def say_warnings(warnings: Iterable[QueryWarning]) -> None:
    """Write the warnings about queries to standard error."""
    for warning in warnings:
        note("! " + wording().text(warning.located))
