"""Articles made to harm: each is indexed and found, or refused by name, and none stops the others."""

from __future__ import annotations

import gzip
import html
import json
import os
import random
import time
import tracemalloc
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.analysis.chain import Chain, spell_chunk
from frsearch.codec import building
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.highlight.limits import HighlightLimits
from tests.conftest import MakeIndex, limited_index

# --- HTML and script

XSS = [
    "<script>alert('sommet')</script>",
    "<img src=x onerror=alert(1)> sommet",
    "<svg/onload=alert`sommet`>",
    "sommet</mark><script>alert(1)</script><mark>",
    '"><iframe src="javascript:alert(`sommet`)">',
    "' onmouseover='alert(1)' sommet='",
    "<a href=\"javascript&colon;alert('sommet')\">sommet</a>",
    "&lt;script&gt;sommet&lt;/script&gt;",
    "&#60;script&#62;sommet&#60;/script&#62;",
    "<scr<script>ipt>sommet</scr</script>ipt>",
    "<!--<img src='--><img src=x onerror=alert(1)// sommet'>",
    "<![CDATA[<script>sommet</script>]]>",
    "<style>@import'//a.b/sommet.css';</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>sommet",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>sommet",
    "<body onload\u00a0=alert('sommet')>",
    "<\u0000script>sommet</script>",
    "\ufeff<script\u200b>sommet</script>",
    "＜script＞sommet＜/script＞",
    "<scr\u00adipt>som\u00admet</scr\u00adipt>",
    "{{constructor.constructor('alert(1)')()}} ${sommet} <%= sommet %>",
    "<sommet onclick=sommet>sommet",
    "sommet<", "<sommet", "sommet>", "&sommet;", '"sommet"', "'sommet'", "`sommet`", "sommet\r\n<b>",
    "\u202e>tpircs< sommet", "<b>som</b>met sommet", "</", "]]>sommet", "<?php sommet ?>",
]  # fmt: skip


class Tags(HTMLParser):
    """Collects the tags and the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("/" + tag)

    def handle_data(self, data: str) -> None:
        self.shown += data

    def _refuse(self, data: str) -> None:
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl = _refuse


@pytest.mark.parametrize("around", ["{}", "Le {} aura lieu. " * 3, "mot " * 100 + "{}" + " mot" * 100])
def test_html_in_articles_is_shown_not_run(make_index: MakeIndex, around: str) -> None:
    index = make_index(*(around.replace("{}", text) for text in XSS))
    for query in ("", "sommet", "script", "alert", '"script alert"', "*o*", "mark", "onerror"):
        for hit in index.search(query, limit=len(XSS)):
            for snippet in hit.snippets:
                page = snippet.to_html()
                tags = Tags()
                tags.feed(page)
                tags.close()
                assert tags.tags == ["mark", "/mark"] * len(snippet.highlights)
                bare = page.replace("<mark>", "").replace("</mark>", "")
                assert not {"<", ">", '"', "'"} & set(bare)
                # A NUL is nothing that HTML may hold, and shows as this.
                shown = snippet.text.replace("\0", "\ufffd")
                assert html.unescape(bare.replace("\0", "\ufffd")) == shown


def test_html_in_ids_titles_and_addresses_is_kept_as_it_is(make_index: MakeIndex) -> None:
    index = make_index("un texte")
    index.add(Article(text, text, title=text, url=text, extra={text: text}) for text in XSS)
    for text in XSS:
        article = index.get(text)
        assert article is not None
        assert (article.title, article.url, dict(article.extra)) == (text, text, {text: text})


# --- characters


def test_every_character_there_is(make_index: MakeIndex) -> None:
    # But controls of Latin-1 and separators of lines: these are repaired.
    mended = [*range(0x80, 0xA0), 0x2028, 0x2029]
    characters = "".join(chr(code) for code in range(0x110000) if code not in mended)
    texts = [characters[at : at + 4096] for at in range(0, len(characters), 4096)]
    texts += [f"a{'b'.join(text)}" for text in texts[:32]]
    index = make_index(*texts)
    for number, text in enumerate(texts, 1):
        article = index.get(f"a{number}")
        assert article is not None
        assert (
            article.text.encode("utf-8")
            == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        )
    assert index.search("").total == len(texts)
    assert index.check().ok
    for query in ("é", "北", "*", "a*", "b", "½", "ꙮ"):
        index.search(query, limit=50)


SIGNS = "aé ’'-.·\u0301\u00ad\u200d\ud800\udc00\0\u202e½ﬁ北😀<&\n\x1c\u2028"
ODD = st.text(st.sampled_from(SIGNS), max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(ODD, ODD), min_size=1, max_size=6), ODD)
def test_any_texts_are_indexed_and_searched(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], query: str
) -> None:
    with frsearch.create_index(tmp_path_factory.mktemp("odd") / "index") as index:
        index.add(Article(f"a{n}", text, title) for n, (text, title) in enumerate(texts))
        assert len(index) == len(texts)
        for asked in (query, *(text for text, _ in texts)):
            for hit in index.search(asked):
                for snippet in hit.snippets:
                    assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.highlights)
        assert index.check().ok


# --- length

LONG = ["a", "a-", "l'", "a.", "1,", "e\u0301", "\u0301", "é", "a·e", "½", "\u00ad", "\0", "\ud800", "'"]


@pytest.mark.parametrize("unit", LONG)
def test_a_word_of_a_million_characters(make_index: MakeIndex, unit: str) -> None:
    word = unit * (1_000_000 // len(unit))
    index = make_index(f"début {word} fin", "un autre texte")
    for query in ("début", "fin", "fi*", "=fin"):
        found = index.search(query)
        assert found.total == 1
        assert found[0].snippets[0].highlights
        assert all(len(snippet.text) < 1_000 for snippet in found[0].snippets)
    assert index.search(word[:3]).total <= 1
    assert index.check().ok


@pytest.mark.parametrize("unit", LONG)
def test_memory_for_a_long_word_is_bounded(unit: str) -> None:
    word = unit * (1_000_000 // len(unit))
    tracemalloc.start()
    try:
        BulkAnalysis().encode([word])
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("unit", ["a-", "l'", "a.", "ab", "1.", "(", "é·e"])
@pytest.mark.parametrize("around", ["{}", "({}).", "««««{}»»»»…", "l'{}!"])
def test_a_chunk_too_long_is_cut_alike_everywhere(
    monkeypatch: pytest.MonkeyPatch, unit: str, around: str
) -> None:
    monkeypatch.setattr("frsearch.analysis.chain.LONGEST_CHUNK", 1_000)
    for size in range(990, 1_010, 3):
        chunk = around.replace("{}", unit * (size // len(unit)))
        tokens = list(Chain().tokens(chunk + " 000 fin"))
        encoded = BulkAnalysis()
        found = encoded.encode([chunk + " 000 fin"])
        assert [encoded.forms[form] for form in found.forms.tolist()] == [each.form for each in tokens]
        assert all(each.end <= 1_000 for each in spell_chunk(chunk))


@pytest.mark.parametrize(
    "word", ["l'" * 200, "a" * 150 + "-a", "œ" * 60 + "-œ", "l'l'" + "l" * 150, "d'" + "d" * 120 + "-d"]
)
def test_no_position_holds_a_term_twice(make_index: MakeIndex, word: str) -> None:
    index = make_index(f"un {word} fin")
    assert index.check().ok
    assert index.search(word).total == 1


def test_passages_of_a_book_are_chosen_among_its_first_matches(make_index: MakeIndex) -> None:
    index = make_index("le sommet " * 40 + "autre " * 10 + "le sommet de Paris " * 1_000)
    index._answering.highlight_limits = HighlightLimits(places=50)
    for query in ("sommet", "sommets paris", '"le sommet"', "s*", '"sommet le sommet le"~3'):
        (hit,) = index.search(query)
        assert hit.snippets[0].highlights


def test_snippets_are_the_same_where_a_text_is_analysed_whole(make_index: MakeIndex) -> None:
    index = make_index("le sommet et les sommets, au sommet. " * 9, "Assommé, il consomme. Le sommet ?")
    queries = ["sommet", "som*", "*ommet*", '"le sommet"', "sommet OU consommer"]
    before = [index.search(query) for query in queries]
    assert all(results[0].snippets for results in before)
    index._answering.highlight_limits = HighlightLimits(needle_hits=1)
    assert [index.search(query) for query in queries] == before


# --- files


def test_a_thousand_articles_with_one_id(make_index: MakeIndex) -> None:
    index = make_index("un texte")
    report = index.add(Article("double", f"numéro{n} commun") for n in range(1_000))
    assert report.added + report.updated <= 1_000
    assert len(index) == 2
    assert index.search("commun").total == 1
    assert index.search("numéro999").total == 1
    assert index.search("numéro998").total == 0
    assert index.check().ok


def test_one_good_article_among_traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frsearch.reading.encodings.LONGEST_ARTICLE", 1_000_000)
    folder = tmp_path / "articles"
    (folder / "sous").mkdir(parents=True)
    (folder / "z.txt").write_text("Un bon article.", encoding="utf-8")
    (folder / "sous" / "boucle").symlink_to(folder, target_is_directory=True)
    (folder / "soi.txt").symlink_to(folder / "soi.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "tube.jsonl").symlink_to(folder / "tube")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "tube")
    (folder / "binaire.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "ligne.jsonl").write_text('{"text": "' + "a" * 1_100_000 + '"}', encoding="utf-8")
    (folder / "cite.csv").write_text('text\n"' + "a\n" * 600_000, encoding="utf-8")
    lines = {"profond": "[" * 200_000, "nombre": "9" * 10_000, "objets": '{"text":' * 9_000}
    for name, value in lines.items():
        (folder / f"{name}.jsonl").write_text(value, encoding="utf-8")
    bombs = {"vide.jsonl": b"\n", "noms.csv": b",", "long.txt": b"a", "rang.csv": b"a\n"}
    for name, unit in bombs.items():
        with gzip.open(folder / f"{name}.gz", "wb") as file:
            for _ in range(10):
                file.write(unit * (1_000_000 // len(unit)))
    illisible = folder / "illisible.txt"
    illisible.write_text("fermé")
    illisible.chmod(0)
    reader = frsearch.read_articles(folder, on_error="skip")
    tracemalloc.start()
    try:
        found = [article.text for article in reader if article.text not in ("fermé", "a")]
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert found == ["Un bon article."]
    refused = {Path(error.source or "").name for error in reader.skipped}
    expected = {path.name for path in folder.iterdir() if path.is_symlink() or path.is_file()}
    assert refused | {"illisible.txt"} == expected - {"z.txt", "tube"} | {"illisible.txt"}


@pytest.mark.parametrize("unit", [b"\n", b'{"text": "a"}\n'])
def test_a_gzip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: bytes
) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(20):
            file.write(unit * (1_000_000 // len(unit)))
    monkeypatch.setattr("frsearch.reading.encodings.LONGEST_ARTICLE", 1_000_000)
    articles = frsearch.read_articles(path, on_error="skip")
    assert len(list(articles)) < 200_000
    assert "decompression bomb" in str(articles.skipped[-1])


def nested(depth: int, wrap: Callable[[Any], Any]) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = wrap(value)
    return value


WRAPS: list[Callable[[Any], Any]] = [lambda value: [value], lambda value: {"a": value}]


@pytest.mark.parametrize("wrap", WRAPS)
def test_an_extra_is_refused_rather_than_lost(make_index: MakeIndex, wrap: Callable[[Any], Any]) -> None:
    index = make_index("un texte")
    for depth in (1, 90, 99, 101, 500, 990, 100_000):
        article = Article("profond", "profond", extra={"a": nested(depth, wrap)})
        if depth < 100:
            index.add([article])
        else:
            with pytest.raises(frsearch.ArticleError, match=r"nested|recursion"):
                index.add([article])

    def at_depth(calls: int) -> Article | None:
        return index.get("profond") if calls == 0 else at_depth(calls - 1)

    assert at_depth(400) is not None
    assert index.check().ok
    for odd in ("\ud800", {1, 2}, 10**5000, b"a"):
        with pytest.raises(frsearch.ArticleError, match="extra"):
            index.add([Article("étrange", "texte", extra={"a": odd})])
    brackets = Article("crochets", "[" * 1_000, extra={"a": "[{" * 1_000, "b": [[]] * 1_000})
    index.add([brackets])
    assert index.get("crochets") == brackets


PARTS = ['"', "\n", "\r", ",", ";", "text", "id", "date", "{", "}", "[", ":", "\\ud800", "\\", "2018-06",
         "é", "\0", "null", "1e999", '{"text": "un sommet"}\n', "text,id\n"]  # fmt: skip
JSON = st.recursive(
    st.none() | st.floats() | st.text(max_size=3),
    lambda some: st.lists(some) | st.dictionaries(st.text(max_size=3), some),
    max_leaves=5,
)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from([".txt", ".jsonl", ".csv"]),
    st.lists(
        st.sampled_from(PARTS) | st.text(max_size=4) | JSON.map(json.dumps),
        max_size=30,
    ),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "latin-1"]),
    st.integers(0, 1 << 30),
)
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, ending: str, parts: list[str], encoding: str, seed: int
) -> None:
    data = bytearray("".join(parts).encode(encoding, "replace"))
    chance = random.Random(seed)
    for _ in range(chance.choice([0, 0, 3])):
        data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
    folder = tmp_path_factory.mktemp("any")
    path = folder / f"a{ending}"
    path.write_bytes(data)
    articles = list(frsearch.read_articles(path, on_error="skip"))
    with frsearch.create_index(folder / "index") as index:
        index.add(articles, workers=1)
        for article in {each.id: each for each in articles}.values():
            stored = index.get(article.id)
            assert stored is not None
            assert (stored.text, stored.title) == (article.text, article.title)
            assert stored.date == article.date


# --- fields


def extras_made_to_harm() -> dict[str, dict[str, Any]]:
    return {
        "many fields": {f"champ {number}": number for number in range(2_000)},
        "many values": {"a": [f"v{number}" for number in range(20_000)]},
        "one value many times": {"a": ["v"] * 100_000},
        "long values": {"a": ["x" * 100_000 + str(number) for number in range(20)]},
        "a long word of many parts": {"a": "l'" * 100_000, "b": "a-" * 100_000, "c": "1." * 100_000},
        "long names": {"n" * length: "v" for length in (199, 200, 201, 100_000)},
        "odd names": dict.fromkeys(
            ["", " ", "\0", "a\0b", "__", "…", "\u202e", "😀", "a:b", "-", "ET"], "v"
        ),
        "names that fold alike": dict.fromkeys(["Été", "été", "ete", "é-t-é", "source", "Journal"], "v"),
        "odd numbers": {"a": [10**299, -(10**300), 10**4_000, 1e308, -1e-320, float("nan"), -0.0]},
        "numbers that are words": {"a": ["1" * 400, "1e400", "-", "1,", "٣", "½", "1e9999", "-1e-999"]},
        "types that change": {"a": [1, "1", True, "true", "vrai", None, [1], {"b": 1}]},
        "keys that are no texts": {1: "un", "1": "une", None: "rien", 1.5: "v", False: "w"},  # type: ignore[dict-item]
    }


@pytest.mark.parametrize("kind", extras_made_to_harm())
def test_fields_made_to_harm(tmp_path: Path, kind: str) -> None:
    extra = extras_made_to_harm()[kind]
    started = time.perf_counter()
    with limited_index(tmp_path / "index", merged_segments=2) as index:
        index.add([Article("avant", "le sommet", extra={"source": "Le Monde", "a": "v"})])
        tracemalloc.start()
        try:
            index.add([Article("étrange", "le sommet", extra=extra)])
            index.add([Article("encore", "le sommet", extra=extra), Article("z", "le sommet")])
            assert tracemalloc.get_traced_memory()[1] < 120_000_000
        finally:
            tracemalloc.stop()
        assert index.check().ok
        assert index.search("sommet", facets=("source",)).total == 4
        assert index.search("source:monde", limit=0).total >= 1
        described = index.fields()
        for field in described[:20]:
            values = [each.value for each in field.frequent]
            found = index.search("", where={field.name: values}, limit=0, facets=(field.name,))
            assert found.total == (field.articles if len(values) == field.distinct else found.total)
        for query in ("a:*", "a:v*", "a:vv~", "a:1..3", "a:..0", 'a:="v"', "-a:vrai", "b:l'l", "zz:v"):
            index.search(query)
        index.remove(["étrange"])
        assert index.check().ok
    assert time.perf_counter() - started < 60


def test_a_batch_is_bounded_by_what_is_stored_too() -> None:
    """Articles without text, but with much in `extra`, are not all held in memory."""
    extra = {"note": "x" * 900, "liste": [{"a": "y" * 100}]}
    articles = iter([Article(f"a{number}", "", extra=extra) for number in range(50)])
    batches = [list(building.up_to(10_000, articles)) for _ in range(6)]
    assert list(map(len, batches)) == [10, 10, 10, 10, 10, 0]
