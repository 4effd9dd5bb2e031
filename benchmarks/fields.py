"""Articles with made-up fields -> what fields cost: size, indexing, facets, filters, order; in Markdown.

    python benchmarks/fields.py --corpus news.jsonl.gz --growth 5000 --search 5000
    python benchmarks/fields.py --corpus big1m.jsonl --growth 1000000 --search 300000 --work FOLDER

`--growth` articles are indexed without fields, with fields that are only stored, and with fields that
can be searched: the third less the second is what the columns take, the second less the first what is
stored. Their fields are source, author and section. `--search` articles have all six, and are searched
with and without what is measured, in turns. A corpus with fewer articles is read again, under other ids.

Every step has a process of its own, and answers are compared with counts made from the file alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import machine
from corpus import read
from field_engines import ENGINES, FieldEngine, Found, How, Question
from made_up_fields import NAMES, extra_of, labels_of
from tables import NONE, number, table, whole
from unidecode import unidecode

MEGABYTE = 1e6
IN_GROWTH = ("source", "author", "section")
# Words in as many of the articles are looked for, and queries made of them.
SHARES = (0.0001, 0.001, 0.01, 0.05, 0.2)
SAMPLE = 400
# Facets of at most so many matches are compared with a count article by article.
MOST_COMPARED = 5_000
FACETS = {
    "source": ("source",),
    "author": ("author",),
    "section": ("section",),
    "tags": ("tags",),
    "source, author, section": ("source", "author", "section"),
}
# Of the made-up sources, by how many articles they have.
FILTERED = ("Le Monde", "Libération", "L'Équipe")
SORTS = ("source", "page")


# --- the file


def prepare(corpus: Path, count: int, names: Sequence[str], file: Path) -> dict[str, Any]:
    """Write the articles with their fields; return how often each value occurs, and some words."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    words: Counter[str] = Counter()
    with open(file, "w", encoding="utf-8") as lines:
        for values in itertools.islice(_articles(corpus, names), count):
            lines.write(json.dumps(values, ensure_ascii=False) + "\n")
            for name in names:
                counts[name].update(labels_of(values["extra"], name))
            if random.Random(values["id"]).random() < SAMPLE / count:
                words.update(set(re.findall(r"\b[^\W\d_]{5,}\b", values["text"])))
    return {"counts": counts, "words": [word for word, _ in words.most_common()]}


def _articles(corpus: Path, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for lap in itertools.count():
        for article in read(corpus):
            id = f"{article.id}-{lap}" if lap else article.id
            yield {
                "id": id,
                "title": article.title,
                "text": article.text,
                "date": article.date or None,
                "extra": extra_of(id, names),
            }


def records(file: Path, how: How) -> Iterator[dict[str, Any]]:
    """Yield what an article is made of; the same is read for an index without fields."""
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            yield values if how != "without" else values | {"extra": {}}


# --- steps, each in a process


def build(task: dict[str, Any]) -> dict[str, Any]:
    """Index the file and measure it."""
    engine = ENGINES[task["engine"]]()
    folder, how = Path(task["folder"]), task["how"]
    start = time.perf_counter()
    engine.build(records(Path(task["file"]), how), folder, how, task["threads"])
    seconds = time.perf_counter() - start
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "seconds": seconds,
        "cpu": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
    }


def choose(task: dict[str, Any]) -> dict[str, Any]:
    """Find words in as many articles as wanted; frsearch counts, all engines are asked for them."""
    engine = _opened(task)
    count, known = task["articles"], dict[str, int]()
    for word in task["words"][:: max(1, len(task["words"]) // 3_000)]:
        if total := engine.ask(Question(word)).total:
            known[word] = total
    wanted = [round(share * count) for share in SHARES]
    wanted += [task["counts"]["source"].get(source, 0) for source in FILTERED]
    return {"words": [_nearest(known, each) for each in wanted]}


def search(task: dict[str, Any]) -> dict[str, Any]:
    """Time each question beside the same without what is measured; compare the answers."""
    engine, repeat = _opened(task), task["repeat"]
    queries = task["queries"][: len(SHARES)]
    like_a_source = dict(zip(FILTERED, task["queries"][len(SHARES) :], strict=True))
    compared = check(engine, task, queries[:3])
    found: dict[str, Any] = {"compared": compared, "facets": [], "filters": [], "sorts": []}
    for query in ("", *queries):
        plain = Question(query)
        asked = {name: Question(query, facets) for name, facets in FACETS.items()}
        found["facets"].append(_row(engine, query, plain, asked, repeat))
        orders = {name: Question(query, sort=name) for name in SORTS}
        found["sorts"].append(_row(engine, query, plain, orders, repeat))
    for source, word in like_a_source.items():
        for query in ("", queries[3]):
            plain = Question(f"{query} {word}".strip())
            asked = {
                "where": Question(query, source=source),
                "query": Question(query, source_words=source),
            }
            name = f"{query or 'all'} + {source}, against {word}"
            found["filters"].append(_row(engine, name, plain, asked, repeat))
    return found


STEPS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "build": build,
    "choose": choose,
    "search": search,
}


def check(engine: FieldEngine, task: dict[str, Any], queries: Sequence[str]) -> int:
    """Raise AssertionError where counts are not those of the file; return how many were compared."""
    counts: dict[str, dict[str, int]] = task["counts"]
    everything = engine.ask(Question("", NAMES, facet_limit=None))
    assert everything.total == task["articles"], everything.total
    for name in NAMES:
        shown = {_readable(value, name): count for value, count in everything.facets[name].items()}
        assert shown == counts[name], name
    for source, count in counts["source"].items():
        assert engine.ask(Question("", source=source)).total == count, source
        alike = [label for label in counts["source"] if _in_a_row(source, label)]
        expected = sum(counts["source"][label] for label in alike)
        assert engine.ask(Question("", source_words=source)).total == expected, source
    for query in queries:
        found = engine.ask(Question(query, NAMES, facet_limit=None))
        for name in ("source", "section"):
            assert sum(found.facets[name].values()) == found.total, (query, name)
        if task["engine"] == "frsearch" and found.total <= MOST_COMPARED:
            _compare(engine, query, found)
    return len(NAMES) + 2 * len(counts["source"]) + 2 * len(queries)


def _compare(engine: Any, query: str, found: Found) -> None:
    """Compare every facet with a count of the fields of every match."""
    extras = [extra_of(hit.id) for hit in engine.index.search_all(query)]
    assert len(extras) == found.total, query
    for name in NAMES:
        expected = Counter(label for extra in extras for label in labels_of(extra, name))
        assert found.facets[name] == expected, (query, name)


def _readable(value: str, name: str) -> str:
    # tantivy's terms aggregation gives true and false as numbers, whole numbers with or without ".0".
    if name == "paid":
        return {"1": "true", "1.0": "true", "0": "false", "0.0": "false"}.get(value, value.lower())
    return value.removesuffix(".0") if name == "page" else value


def _in_a_row(words: str, label: str) -> bool:
    """Say whether the words of one name stand in another, accents, case and elided articles aside."""
    first, second = (
        " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\b[ld]['’]", "", unidecode(each).lower())))
        for each in (words, label)
    )
    return f" {first} " in f" {second} "


def _opened(task: dict[str, Any]) -> FieldEngine:
    engine = ENGINES[task["engine"]]()
    engine.open(Path(task["folder"]))
    return engine


def _nearest(known: dict[str, int], count: int) -> str:
    return min(known, key=lambda word: (abs(known[word] - count), word))


def _row(
    engine: FieldEngine, name: str, plain: Question, asked: dict[str, Question], repeat: int
) -> dict[str, Any]:
    """Ask each question in turn, again and again; the median of each, in milliseconds."""
    questions = {"plain": plain, **asked}
    times: dict[str, list[float]] = {label: [] for label in questions}
    totals = {label: engine.ask(question).total for label, question in questions.items()}
    for _ in range(repeat):
        for label, question in questions.items():
            start = time.perf_counter()
            engine.ask(question)
            times[label].append((time.perf_counter() - start) * 1_000)
    medians = {label: statistics.median(some) for label, some in times.items()}
    return {"name": name, "totals": totals, "ms": medians}


def run(step: str, **task: Any) -> dict[str, Any]:
    """Run a step in a process of its own."""
    print(f"{step} {task['engine']} {task.get('how', '')} …", file=sys.stderr, flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(task, file)
        file.flush()
        command = [sys.executable, __file__, "--step", step, file.name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- the report


def growth(options: argparse.Namespace, work: Path) -> Iterator[str]:
    """Index in each way, one after another; one index is on disk at a time."""
    file = work / "growth.jsonl"
    prepare(options.corpus, options.growth, IN_GROWTH, file)
    rows = []
    for name in options.engines:
        built = {}
        for how in get_args(How):
            folder = work / f"{name}-{how}"
            built[how] = run(
                "build",
                engine=name,
                how=how,
                folder=str(folder),
                file=str(file),
                threads=options.threads,
            )
            shutil.rmtree(folder)
        rows += [
            (
                f"{name}, {how}" if how != "stored" else f"{name}, stored only",
                whole(options.growth / found["seconds"]),
                f"{found['cpu']:.1f}",
                f"{found['bytes'] / MEGABYTE:,.1f}",
                *_grown(built, how),
            )
            for how, found in built.items()
        ]
    file.unlink()
    yield f"### Size and indexing: {options.growth:,} articles with {', '.join(IN_GROWTH)}"
    head = ("", "articles/s", "CPU s", "index, MB", "more than without", "more than stored only")
    yield table(head, rows)


def _grown(built: dict[str, dict[str, Any]], how: str) -> Iterable[str]:
    """Yield by how much an index is larger; both as shares of the index without fields."""
    without, stored, own = (built[each]["bytes"] for each in ("without", "stored", how))
    yield f"{(own - without) / without:.2%}" if how != "without" else NONE
    yield f"{(own - stored) / without:.2%}" if how == "fields" else NONE


def searches(options: argparse.Namespace, work: Path) -> Iterator[str]:
    """Measure searches of each engine in the same articles."""
    file = work / "search.jsonl"
    known = prepare(options.corpus, options.search, NAMES, file)
    words, found = [], {}
    for name in sorted(options.engines, key=lambda each: each != "frsearch"):
        folder = work / f"{name}-search"
        task = {"engine": name, "folder": str(folder), "articles": options.search, **known}
        run("build", **task | {"how": "fields", "file": str(file), "threads": options.threads})
        words = words or run("choose", **task)["words"]
        found[name] = run("search", **task, queries=words, repeat=options.repeat)
        shutil.rmtree(folder)
    file.unlink()
    compared = ", ".join(f"{name} {values['compared']}" for name, values in found.items())
    yield (
        f"### Searches: {options.search:,} articles with {', '.join(NAMES)}\n\n"
        f"Ten hits without snippets, the exact total; medians of {options.repeat} in ms, each question "
        f"in turn with the plain one. Compared with counts from the file: {compared} answers."
    )
    for title, kind, plain in (
        ("Facets: what each adds to the search", "facets", "without"),
        ("Order: what it adds to relevance", "sorts", "relevance"),
    ):
        yield f"#### {title}"
        yield "\n\n".join(_added(name, values[kind], plain) for name, values in found.items())
    yield "#### A filter by source, against one more word that is about as frequent"
    for name, values in found.items():
        rows = [
            [
                each["name"],
                *map("{:.3f}".format, each["ms"].values()),
                *map(whole, each["totals"].values()),
            ]
            for each in values["filters"]
        ]
        head = (name, "word", "whole value", "words of it", "matches: word", "value", "words of it")
        yield table(head, rows)


def _added(name: str, rows: Sequence[dict[str, Any]], plain: str) -> str:
    labels = [label for label in rows[0]["ms"] if label != "plain"]
    head = (name, "matches", plain, *(f"+ {label}" for label in labels))
    return table(
        head,
        [
            (
                each["name"] or "all articles",
                whole(each["totals"]["plain"]),
                number(each["ms"]["plain"]),
                *(f"{each['ms'][label] - each['ms']['plain']:+.3f}" for label in labels),
            )
            for each in rows
        ],
    )


def main() -> int:
    options = _options()
    if options.step:
        step, file = options.step
        task = json.loads(Path(file).read_text(encoding="utf-8"))
        print(json.dumps(STEPS[step](task)))
        return 0
    if not options.corpus or not options.corpus.exists():
        print("no corpus, so that nothing is measured: give --corpus news.jsonl.gz", file=sys.stderr)
        return 0
    print("\n".join(f"- {name}: {value}" for name, value in machine.describe().items()))
    packages = [package for name in options.engines for package in ENGINES[name].packages]
    for package, version in machine.versions(packages).items():
        print(f"- {package}: {version}")
    print(f"- corpus: {options.corpus.name}; {options.threads} thread(s) for indexing", flush=True)
    with tempfile.TemporaryDirectory(prefix="fields-", dir=options.work) as folder:
        for part in (growth if options.growth else None, searches if options.search else None):
            for text in part(options, Path(folder)) if part else ():
                print("\n" + text, flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("--corpus", type=Path, help="a file of JSON lines, plain or .gz")
    add("--growth", type=int, default=20_000, help="articles to index in each way; 0: none")
    add("--search", type=int, default=20_000, help="articles to search in; 0: none")
    add("--repeat", type=int, default=101, help="times that each question is asked")
    add("--threads", type=int, default=1, help="processes or threads for indexing")
    add("--engines", type=lambda text: text.split(","), default=list(ENGINES), help="with commas")
    add("--work", help="folder for the file and the indexes (default: the system's)")
    add("--step", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
