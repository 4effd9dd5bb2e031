"""Files of each form -> how fast they are read, beside how fast their articles are then indexed.

    python benchmarks/reading.py --corpus news.jsonl.gz --count 10000
    python benchmarks/reading.py --corpus news.jsonl.gz --forms csv --count 100000 --longest 2000

Each form is written, then read and indexed in a process of its own, on one thread; the articles that
come back are compared with those that were written. The Markdown goes to standard output.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import machine
from archives import FORMS
from tables import table

import frsearch
from frsearch import Article

# Shorter texts are left out: a title alone is no article of a newspaper.
SHORTEST = 200
FILES_IN_A_FOLDER = 1_000


def sample(corpus: str, count: int, longest: int) -> list[Article]:
    """Return articles of the corpus with a day, cut to `longest`; if need be, again with other ids."""
    kept = [
        each
        for each in frsearch.read_articles(corpus)
        if len(each.text) >= SHORTEST and each.date is not None and each.date.day is not None
    ]
    return [
        Article(f"n{number}", kept[number % len(kept)].text[:longest].strip(), title, each.date)
        for number in range(count)
        for each in [kept[number % len(kept)]]
        for title in [" ".join(each.title.split())]
    ]


def write(name: str, articles: Sequence[Article], folder: Path) -> None:
    """Write the files of a form, at most a thousand a folder; the name of one article's is its id."""
    form = FORMS[name]
    for number, at in enumerate(range(0, len(articles), form.size)):
        some = articles[at : at + form.size]
        below = folder / f"{number // FILES_IN_A_FOLDER:04}"
        if name == "alto":  # its date is that of its folder, and each is an issue
            below = folder / str(some[0].date).replace("-", "/") / f"n{number:06}"
        below.mkdir(parents=True, exist_ok=True)
        content = form.write(some)
        data = content if isinstance(content, bytes) else content.encode()
        dated = f"-{some[0].date}" if name in ("docx", "odt") else ""
        (below / f"f{number:06}{dated}.{form.ending}").write_bytes(data)


def measure(name: str, folder: str) -> dict[str, Any]:
    """Read the files, check what came, and index it."""
    found: dict[str, Any] = {}
    files = Path(folder) / "files"
    found["bytes"] = sum(file.stat().st_size for file in files.rglob("*") if file.is_file())
    start, cpu = time.perf_counter(), time.process_time()
    found["articles"] = sum(1 for _ in frsearch.read_articles(files))
    found["read"], found["read_cpu"] = time.perf_counter() - start, time.process_time() - cpu
    found["peak"] = peak()
    articles = list(frsearch.read_articles(files))
    with open(Path(folder) / "articles", "rb") as file:
        check(name, pickle.load(file), articles)
    start, cpu = time.perf_counter(), time.process_time()
    with frsearch.create_index(Path(folder) / "index") as index:
        index.add(articles, workers=1)
    found["index"], found["index_cpu"] = time.perf_counter() - start, time.process_time() - cpu
    return found


def check(name: str, written: Sequence[Article], articles: Sequence[Article]) -> None:
    """Raise AssertionError unless each article came back with its id, its date and its text."""
    assert len({each.id for each in articles}) == len(articles) == len(written), len(articles)
    found = {_essence(each, name): each for each in articles}
    lost = [each for each in written if _essence(each, name) not in found]
    spare = sorted(found.keys() - {_essence(each, name) for each in written})
    # What belongs to the article of a page is a guess, of trafilatura where it is installed.
    assert len(lost) <= (len(written) // 100 if name == "page" else 0), (
        name,
        len(lost),
        lost[0].id,
        _essence(lost[0], name),
        *spare[:3],
    )
    for each in written if FORMS[name].has_ids else ():
        id = found[_essence(each, name)].id
        assert id.endswith(each.id) or len(found) < len(written), (name, each.id, id)


def _essence(article: Article, name: str) -> tuple[str, str]:
    """Return the date and the letters of a text, without the headline that a page has in it."""
    text, title = ("".join(filter(str.isalnum, each)) for each in (article.text, article.title))
    return str(article.date), text.removeprefix(title) if name == "page" else text


def peak() -> float:
    """Return the most memory that was resident so far in this process, in megabytes; 0 if unknown."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def results(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the figures of each form."""
    articles = sample(options.corpus, options.count, options.longest)
    for name in options.forms.split(","):
        print(name, file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            write(name, articles, Path(folder) / "files")
            with open(Path(folder) / "articles", "wb") as file:
                pickle.dump(articles, file)
            command = [sys.executable, __file__, "--measure", name, folder]
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
            yield name, json.loads(done.stdout) if done.returncode == 0 else {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", help="a file of JSON lines")
    parser.add_argument("--count", type=int, default=10_000, help="how many articles")
    parser.add_argument("--longest", type=int, default=1_000_000, help="most characters of a text")
    parser.add_argument("--forms", default=",".join(FORMS), help="names, with commas between")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return 0
    if not options.corpus or not Path(options.corpus).exists():
        print("no corpus, so that nothing is measured: give --corpus news.jsonl.gz", file=sys.stderr)
        return 0
    print("\n".join(f"- {key}: {value}" for key, value in machine.describe().items()) + "\n")
    lines, failed = [], False
    for name, found in results(options):
        if not found:
            failed = True
            continue
        rates = [found["articles"] / found[key] for key in ("read", "index")]
        size = found["bytes"] / 1e6
        ratio = f"{found['index_cpu'] / found['read_cpu']:.1f}"
        shown = (f"{rates[0]:,.0f}", f"{size / found['read']:.1f}", f"{rates[1]:,.0f}", ratio)
        lines.append((name, f"{found['articles']:,}", f"{size:.0f}", *shown, f"{found['peak']:.0f}"))
    head = ("form", "articles", "MB", "read, articles/s", "MB/s", "indexed, articles/s")
    print(table((*head, "read faster, times (CPU)", "peak memory, MB"), lines))
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
