"""An issue of a newspaper, METS with pages in ALTO -> its articles. See `issues` for its files.

With the articles of a METS (`ARTICLE` in its logical structure, and advertisements, obituaries …), an
article each: the title from its description (MODS, Dublin Core) or its heading, the text from the
blocks that it names, in its order. Otherwise an issue is one article, and so are pages without a METS.

The date is that of the issue; `source` is the newspaper, `page` the first page, `pages` the number of
pages of an issue that is one article, `confidence` the mean of
what the recognition gave its words, 0.0 to 1.0. `kind` is said of what is no ordinary article.

The articles of an issue of the BnF stand in a METS of their own, in the folder `toc` beside the other.

Whichever file of an issue is read first gives the whole issue; the others are in `Opened.used`.

Source: METS 1.12 and MODS 3, https://www.loc.gov/standards/; ENMAP, the profile of
Europeana Newspapers.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.encodings import LONGEST_ARTICLE, open_bytes
from frsearch.reading.forms.alto import Block, Page, confidence, joined, read_page
from frsearch.reading.forms.feeds import one_or_list, without_blanks
from frsearch.reading.forms.issues import Resolver, form_name, issue_of, normal, tables_of
from frsearch.reading.forms.mods import Description, ark_in, description, merged
from frsearch.reading.forms.registry import HEAD, form_of
from frsearch.reading.forms.xml import root_of, text_of
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_METS = "{http://www.loc.gov/METS/}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_PREMIS = "{info:lc/xmlns/premis-v2}"
_GALLICA = "https://gallica.bnf.fr/"
_ARTICLES = frozenset(
    "article advertisement advert advertisements obituary death_notice editorial letter review poem "
    "serial weather announcement".split()
)
_ISSUES = frozenset("issue newspaper volume".split())
_DAY = re.compile(r"\d{4}[-/]\d\d")
_MOST_NAMED = 5
MOST_TEXT = 2 * LONGEST_ARTICLE
"""Most characters of all articles of an issue; more comes of naming the same pages again and again."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the divisions around an article say."""

    source: str = ""
    date: str = ""
    language: str = ""
    section: str = ""


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the records of the issue that a METS or a page in ALTO belongs to."""
    own = os.path.realpath(file.path)
    files = issue_of(own) or (own,)
    pages = _Pages(file, own)
    is_issue = (form_name(files[0]) or _form_of_stream(file)) == "mets"
    tables = tables_of(files[0]) if is_issue else []
    file.used.update(each for each in (*files, *tables) if each != own)
    if not is_issue:
        yield from _pages_alone(pages, files)
        return
    issue, folder = None, os.path.dirname(files[0])
    for path in (files[0], *tables):
        try:
            issue = _Issue(pages.root(path), folder, pages, issue)
        except (ArticleError, OSError, EOFError, zlib.error) as error:
            yield pages.named(path, error)
    yield from issue.records(files[1:]) if issue else _pages_alone(pages, files[1:])


def _form_of_stream(file: Opened) -> str:
    """Return the name of the form of a file that is not on the disk."""
    form = form_of(file.name, file.stream.read(HEAD))
    return form.name if form else ""


class _Pages:
    """The pages of an issue, each read once; errors wait until they are asked for."""

    def __init__(self, file: Opened, own: str):
        self.known: dict[str, Page | None] = {}
        self._file = file
        self._own = own
        self._errors: list[ArticleError] = []

    def root(self, path: str) -> Any:
        """Return the root of a METS."""
        return self._read(path, root_of)

    def page(self, path: str) -> Page | None:
        """Return a page; None if it is damaged."""
        if path not in self.known:
            self.known[path] = None
            try:
                self.known[path] = self._read(path, read_page)
            except (ArticleError, OSError, EOFError, zlib.error) as error:
                self.keep(self.named(path, error))
        return self.known[path]

    def named(self, path: str, error: Exception) -> ArticleError:
        """Return an error with the name of its file, if that is not the one that is read."""
        reason = error.reason if isinstance(error, ArticleError) else cause_of(error)
        if path != self._own:
            reason = Message("{file}: {reason}", file=os.path.basename(path), reason=reason)
        return ArticleError(reason)

    def keep(self, error: ArticleError) -> None:
        """Keep an error until `errors`."""
        self._errors.append(error)

    def errors(self) -> Iterator[ArticleError]:
        """Yield the errors that were kept, once."""
        while self._errors:
            yield self._errors.pop(0)

    def _read(self, path: str, read: Any) -> Any:
        if path == self._own:
            # Its stream may be a member of an archive.
            self._file.stream.seek(0)
            return read(self._file.stream, self._file.encodings)
        with open_bytes(path) as stream:
            return read(stream, self._file.encodings)


def _pages_alone(pages: _Pages, files: Sequence[str]) -> Iterator[Outcome]:
    """Yield one record for pages without a METS."""
    read = [page for path in files if (page := pages.page(path)) is not None]
    yield from pages.errors()
    blocks = [block for page in read for block in page.blocks]
    if read:
        extra = {"page": read[0].number, "pages": len(read)}
        yield _record(1, {}, extra, blocks) or _nothing_recognised()


def _record(
    number: int, fields: dict[str, Any], extra: dict[str, Any], blocks: Sequence[Block]
) -> Record | None:
    """Return the record of some blocks; None if there is neither a text nor a title."""
    text = joined(blocks) or fields.get("title", "")
    if not text:
        return None
    fields = {"title": first_sentence(text), "text": text} | without_blanks(fields)
    extra = without_blanks(extra | {"confidence": confidence(blocks)})
    return Record(number, fields, extra, date_origin="metadata" if "date" in fields else "field")


def _nothing_recognised() -> ArticleError:
    return ArticleError(Message("no text was recognised on these pages: leave them out with exclude="))


class _Issue:
    """A METS, as its articles need it."""

    def __init__(self, root: Any, folder: str, pages: _Pages, issue: _Issue | None = None):
        """Take the METS of an issue in `folder`, or a table of contents of `issue`."""
        self._root = root
        self._pages = pages
        self._issue = issue
        self._size = 0
        self._descriptions = {
            section.get("ID", ""): description(section) for section in root.iter(f"{_METS}dmdSec")
        }
        self._paths = self._paths_of_files(folder)
        self._numbers: dict[str, int | str] = self._page_numbers() or (issue._numbers if issue else {})
        self._links = _links(root)
        self._divisions = (
            {each.get("ID"): each for each in root.iter(f"{_METS}div")} if self._links else {}
        )
        self._id: str = self._own_id() or (issue._id if issue else "")

    def records(self, files: Sequence[str]) -> Iterator[Outcome]:
        """Yield the records; `files` are the pages of the issue."""
        self._report_missing()
        yield from self._pages.errors()
        has_article = False
        for number, (division, context) in enumerate(self._articles(), 1):
            record = self._article(number, division, context)
            yield from self._pages.errors()
            # Without a text or a title, it is an image, or all its pages are missing, which was said.
            if record is not None:
                has_article = True
                yield record
        if not has_article:
            yield from self._issue.records(files) if self._issue else self._whole(files)

    def _paths_of_files(self, folder: str) -> dict[str, str | None]:
        """Return the paths of files of text by their ids in the METS; None for a missing one."""
        resolver = Resolver(folder)
        paths: dict[str, str | None] = {}
        for each in self._root.iter(f"{_METS}file"):
            if ((group := each.getparent()) is not None) and group.get("USE", "").lower() == "toc":
                continue  # no page
            place = each.find(f"{_METS}FLocat")
            href = normal(place.get(f"{_XLINK}href", "")) if place is not None else ""
            href = href.removeprefix("../") if self._issue else href  # from its own folder
            if href.lower().removesuffix(".gz").endswith((".xml", ".alto")):
                paths[each.get("ID", "")] = resolver.path_of(href)
        return paths

    def _report_missing(self) -> None:
        referred = {area.get("FILEID") for area in self._root.iter(f"{_METS}area", f"{_METS}fptr")}
        missing = [id for id, path in self._paths.items() if path is None and id in referred]
        if missing:
            names = ", ".join(missing[:_MOST_NAMED]) + (", …" if len(missing) > _MOST_NAMED else "")
            reason = Message(
                "{count:,} of the pages that the METS names are not there ({names}): put them beside it",
                count=len(missing),
                names=names,
            )
            self._pages.keep(ArticleError(reason))

    def _page_numbers(self) -> dict[str, int | str]:
        """Return the page of each file: its printed number, else its place in the issue."""
        numbers: dict[str, int | str] = {}
        for division in self._root.iter(f"{_METS}div"):
            written = division.get("ORDERLABEL") or division.get("ORDER") or ""
            if written and len(written) < 20 and (division.get("TYPE") or "").lower() not in _ARTICLES:
                for id in _files_of(division, deep=False):
                    numbers.setdefault(id, int(written) if _is_number(written) else written)
        return numbers

    def _own_id(self) -> str:
        """Return the ark of the issue, wherever it stands, else what the METS calls itself."""
        own = str(self._root.get("OBJID") or "")
        header = self._root.iterfind(f"{_METS}metsHdr/{_METS}altRecordID")
        arks = (
            *(own if "ark:/" in own else "", self._preserved_ark()),
            *(each.ark for each in self._descriptions.values() if each.date),
            *(ark_in(text_of(each)) for each in header),
        )
        return next(filter(None, arks), own)

    def _preserved_ark(self) -> str:
        """Return the ark of the issue, as the BnF writes it among the facts of preservation."""
        for each in self._root.iter(f"{_PREMIS}object"):
            kind = each.get("{http://www.w3.org/2001/XMLSchema-instance}type", "")
            for value in each.iter(f"{_PREMIS}objectIdentifierValue"):
                if kind.endswith("representation") and text_of(value).startswith("ark:/"):
                    return text_of(value)
        return ""

    def _whole(self, files: Sequence[str]) -> Iterator[Outcome]:
        read = [page for path in files if (page := self._pages.page(path)) is not None]
        yield from self._pages.errors()
        if not read:
            return
        described = [each for each in self._descriptions.values() if each.date] or [Description()]
        about = described[0]
        label = self._root.get("LABEL", "")
        blocks = [block for page in read for block in page.blocks]
        if not joined(blocks):
            yield _nothing_recognised()
            return
        fields = {"id": self._id, "title": label or about.title, "date": about.date, "url": self._url()}
        extra = {
            "source": about.host or (about.title if about.title != fields["title"] else ""),
            "language": about.language,
            "page": read[0].number,
            "pages": len(read),
        }
        if record := _record(1, fields, extra, blocks):
            yield record

    def _url(self) -> str:
        at = self._id.find("ark:/12148/")
        return _GALLICA + self._id[at:] if at >= 0 else ""

    def _articles(self) -> Iterator[tuple[Any, _Context]]:
        """Yield the divisions that are articles, with what stands around them."""
        described = self._descriptions.values()
        print_title = next((_paper(each) for each in described if each.title), "")
        for structure in self._root.iter(f"{_METS}structMap"):
            if (structure.get("TYPE") or "").lower() != "physical":
                yield from self._within(structure, _Context(print_title))

    def _within(self, division: Any, context: _Context) -> Iterator[tuple[Any, _Context]]:
        for each in division.iterchildren(f"{_METS}div"):
            kind = (each.get("TYPE") or "").lower()
            if kind in _ARTICLES:
                yield each, context
            else:
                yield from self._within(each, self._around(each, kind, context))

    def _around(self, division: Any, kind: str, context: _Context) -> _Context:
        about = self._about(division)
        if kind in _ISSUES:
            return replace(
                context,
                source=_paper(about) or context.source,
                date=about.date or context.date,
                language=about.language or context.language,
            )
        if kind == "section":
            return replace(context, section=division.get("LABEL") or about.title or context.section)
        return context

    def _about(self, division: Any) -> Description:
        """Return what is said of a division."""
        ids = (division.get("DMDID") or "").split()
        return merged([self._descriptions[id] for id in ids if id in self._descriptions])

    def _article(self, number: int, division: Any, context: _Context) -> Record | None:
        about = self._about(division)
        title_parts = [
            each for each in division.iter(f"{_METS}div") if (each.get("TYPE") or "") == "TITLE"
        ]
        title_blocks = [block for part in title_parts for block in self._blocks(part)]
        in_title = {id(block) for block in title_blocks}
        blocks = self._blocks(division)
        body = [block for block in blocks if id(block) not in in_title]
        if not blocks:
            return None
        kind = (division.get("TYPE") or "").lower()
        fields = {
            "id": about.ark or self._article_id(division),
            "title": about.title or " ".join(joined(title_blocks).split()),
            "date": about.date or context.date,
            "url": self._url(),
        }
        extra = {
            "source": context.source,
            "author": one_or_list(about.authors),
            "section": context.section,
            "language": about.language or context.language,
            "page": self._first_page(division),
            "kind": "" if kind == "article" else kind,
        }
        return _record(number, fields, extra, body if joined(body) else blocks)

    def _article_id(self, division: Any) -> str:
        own = (division.get("DMDID") or "").split() or [division.get("ID") or ""]
        return f"{self._id}-{own[0]}" if self._id and own[0] else ""

    def _first_page(self, division: Any) -> int | str | None:
        ids = [id for each in self._linked(division) for id in _files_of(each) if id in self._paths]
        return self._numbers.get(ids[0]) if ids else None

    def _blocks(self, division: Any) -> list[Block]:
        """Return the blocks that a division names, each once, in its order."""
        blocks: dict[int, Block] = {}
        for part in self._linked(division):
            for area in part.iter(f"{_METS}area", f"{_METS}fptr"):
                path = self._paths.get(area.get("FILEID") or "")
                page = self._pages.page(path) if path else None
                if page is not None:
                    begin = area.get("BEGIN")
                    named = page.named(begin, area.get("END") or "") if begin else page.blocks
                    self._bound(named)
                    blocks.update((id(block), block) for block in named if id(block) not in blocks)
        return list(blocks.values())

    def _bound(self, named: Sequence[Block]) -> None:
        self._size += 1 + sum(block.size for block in named)
        if self._size > MOST_TEXT:
            raise ArticleError(
                Message(
                    "names the same pages until they make more than {bytes:,} characters, as a "
                    "decompression bomb does: remove it",
                    bytes=MOST_TEXT,
                )
            )

    def _linked(self, division: Any) -> list[Any]:
        """Return a division, and those of the pages that the METS links with it and those within it."""
        if not self._links:
            return [division]
        ids = [id for each in division.iter(f"{_METS}div") for id in self._links.get(each.get("ID"), ())]
        return [division, *(self._divisions[id] for id in ids if id in self._divisions)]


def _paper(about: Description) -> str:
    """Return the name of a newspaper; the title of an issue may be its day: `1898-02-14 (Année 2)`."""
    return about.host or ("" if _DAY.match(about.title) else about.title)


def _links(root: Any) -> dict[str, list[str]]:
    """Return the ids of the divisions that others are linked with, as the British Library has it."""
    links: dict[str, list[str]] = {}
    for link in root.iter(f"{_METS}smLink"):
        links.setdefault(link.get(f"{_XLINK}from", ""), []).append(link.get(f"{_XLINK}to", ""))
    for group in root.iter(f"{_METS}smLinkGrp"):
        ids = {
            each.get(f"{_XLINK}label", ""): each.get(f"{_XLINK}href", "").removeprefix("#")
            for each in group.iter(f"{_METS}smLocatorLink")
        }
        for arc in group.iter(f"{_METS}smArcLink"):
            one, other = (ids.get(arc.get(f"{_XLINK}{end}", ""), "") for end in ("from", "to"))
            links.setdefault(one, []).append(other)
    return links


def _files_of(division: Any, *, deep: bool = True) -> Iterator[str]:
    """Yield the ids of the files that a division names, with those within it or without."""
    pointers = division.iter(f"{_METS}fptr") if deep else division.iterchildren(f"{_METS}fptr")
    for pointer in pointers:
        for each in pointer.iter(f"{_METS}fptr", f"{_METS}area"):
            if id := each.get("FILEID"):
                yield id


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7
