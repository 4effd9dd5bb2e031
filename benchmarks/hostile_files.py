"""Files made to harm, each read alone in a process -> time, memory, and whether an error names it.

    python benchmarks/hostile_files.py [--megabytes 100] [--only NAME]

Memory is the most that was resident, Python and the library included. The exit status is 1 if a file
costs more than 300 MB or 10 s above its own size, gives no error, or an error without its name.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reading import peak
from tables import table

import frsearch
from frsearch.reading.forms.registry import ENDINGS

MOST_MEGABYTES, MOST_SECONDS = 300, 10.0
BOMB = 1_000_000_000
_PIECE = b"a " * 500_000
_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>"
)
_ODT = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>'
)
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>'


def _zipped(path: Path, members: dict[str, bytes], bomb: str) -> None:
    """Write a zip; what the member `bomb` has is followed by a gigabyte of nearly nothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
                for _ in range(BOMB // len(_PIECE) if name == bomb else 0):
                    member.write(_PIECE)


def zip_bomb(path: Path) -> None:
    _zipped(path, {"a.txt": b"a", "b.txt": b""}, "b.txt")


def tar_bomb(path: Path) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return _PIECE[:size] if size >= 0 else _PIECE

    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("b.txt")
        member.size = BOMB
        archive.addfile(member, Endless())  # type: ignore[arg-type]


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb") as file:
        for _ in range(BOMB // len(_PIECE)):
            file.write(_PIECE)


def docx_bomb(path: Path) -> None:
    _zipped(path, {"[Content_Types].xml": _TYPES, "word/document.xml": _WORD}, "word/document.xml")


def odt_bomb(path: Path) -> None:
    _zipped(
        path,
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": _ODT},
        "content.xml",
    )


def xlsx_bomb(path: Path) -> None:
    _zipped(
        path,
        {"[Content_Types].xml": _TYPES, "xl/worksheets/sheet1.xml": _SHEET},
        "xl/worksheets/sheet1.xml",
    )


def _text(*parts: str) -> Callable[[Path], None]:
    return lambda path: path.write_bytes("".join(parts).encode())


def _long(before: str, after: str = "", unit: str = "mot ") -> Callable[[Path], None]:
    """Return what writes a file whose one line is longer than an article may be."""

    def write(path: Path) -> None:
        data = unit.encode()
        with path.open("wb") as file:
            file.write(before.encode())
            for _ in range(110):
                file.write(data * (1_000_000 // len(data)))
            file.write(after.encode())

    return write


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40_000)


_DEEP = 200_000
FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "zip bomb": (".zip", zip_bomb),
    "tar.gz bomb": (".tar.gz", tar_bomb),
    "gzip bomb, txt": (".txt.gz", gzip_bomb),
    "gzip bomb, csv": (".csv.gz", gzip_bomb),
    "gzip bomb, xml": (".xml.gz", gzip_bomb),
    "docx bomb": (".docx", docx_bomb),
    "odt bomb": (".odt", odt_bomb),
    "xlsx bomb": (".xlsx", xlsx_bomb),
    "entities, tei": (".tei", _text(f"<!DOCTYPE TEI [<!ENTITY l0 'ha'>{_LAUGHS}]>", _TEI, "&l9;")),
    "entities, rss": (
        ".rss",
        _text(f"<!DOCTYPE rss [<!ENTITY l0 'ha'>{_LAUGHS}]><rss><channel><item>&l9;"),
    ),
    "external entity": (
        ".tei",
        _text('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>', _TEI, "&x;"),
    ),
    "deep xml": (".tei", _text(_TEI, "<hi>" * _DEEP, "a", "</hi>" * _DEEP, "</p></body></text></TEI>")),
    "deep rss": (".rss", _text("<rss><channel><item><title>a</title>", "<b>" * _DEEP)),
    "deep json": (".json", _text('[{"text":', "[" * _DEEP)),
    "deep jsonl": (".jsonl", _text('{"text":' * _DEEP)),
    "deep html": (".html", _text("<html><body>", "<div>" * _DEEP)),
    "line, csv": (".csv", _long("id;texte\n1;")),
    "line, tsv": (".tsv", _long("id\ttexte\n1\t")),
    "line, jsonl": (".jsonl", _long('{"text": "', '"}')),
    "line, json": (".json", _long('[{"text": "', '"}]')),
    "line, rss": (
        ".rss",
        _long("<rss><channel><item><description>", "</description></item></channel></rss>"),
    ),
    "line, tei": (".tei", _long(_TEI, "</p></body></text></TEI>")),
    "line, html": (".html", _long("<html><body><p>")),
    "line, europresse": (".html", _long('<article><span class="DocPublicationName">a</span><p>')),
    "line, iramuteq": (".txt", _long("**** *source_a\n")),
    "line, txt": (".txt", _long("")),
    "line, markdown": (".md", _long("# a\n")),
    "line, bibtex": (".bib", _long("@article{a, title={")),
    "line, ris": (".ris", _long("TY  - NEWS\nAB  - ")),
    "line, rtf": (".rtf", _long("{\\rtf1 ")),
    "tags, html": (".html", _long("<html><body>", unit="<p>a</p>")),
    "rows, json": (".json", _long('{"a": [', unit="[],")),
    **{f"binary, {ending}": (ending, _binary) for ending in ENDINGS},
}


def measure(path: str) -> dict[str, object]:
    """Read a file, and say what it cost and what was said of it."""
    start = time.perf_counter()
    reader = frsearch.read_articles(path, on_error="skip")
    articles = sum(1 for _ in reader)
    seconds = time.perf_counter() - start
    report = reader.report
    said = [str(error) for error in report.errors] + list(report.passed_over_files)
    return {"seconds": seconds, "peak": peak(), "articles": articles, "said": said[:1]}


def is_sound(found: dict[str, object], path: Path) -> bool:
    """Say whether a file cost little and was named."""
    named = all(str(path) in str(each) for each in found["said"])  # type: ignore[attr-defined]
    cheap = float(str(found["peak"])) < MOST_MEGABYTES and float(str(found["seconds"])) < MOST_SECONDS
    return bool(found["said"]) and named and cheap


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="names, with commas and no blanks between")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    lines, unsound = [], 0
    for name in options.only.split(";") if options.only else FILES:
        ending, write = FILES[name]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{ending}"
            write(path)
            command = [sys.executable, __file__, "--measure", str(path)]
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
            if done.returncode:
                found: dict[str, object] = {"seconds": 0, "peak": 0, "articles": 0, "said": []}
            else:
                found = json.loads(done.stdout)
            sound = is_sound(found, path)
            said = " ".join(map(str, found["said"])).replace(str(path), path.name)[:150]  # type: ignore[call-overload]
        unsound += not sound
        figures = (f"{found['seconds']:.1f}", f"{found['peak']:.0f}", str(found["articles"]))
        lines.append((name, *figures, "" if sound else "!", said))
        print(*lines[-1], sep=" | ", file=sys.stderr)
    print(table(("file", "s", "MB", "articles", "", "what is said of it"), lines))
    return int(unsound > 0)


if __name__ == "__main__":
    raise SystemExit(main())
