"""Every occurrence in its context, against a search through the texts with regular expressions."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.analysis.collation import sort_words
from frsearch.corpus.concordance import COLUMNS, Line
from frsearch.highlight import highlighter
from tests.conftest import ROOT, MakeIndex

NEWS = ROOT.parent / "shared" / "corpora" / "news.jsonl.gz"
WORDS = "sommet sommets Sommet paix élection élections Election porte-parole l'accord".split()
GAPS = [" ", " ", " ", ", ", "\n", "\u00a0", " - "]
DATES = [None, "2017", "2018-06", "2018-06-28", "2018-07-01", "2020-01-31"]
# Each query with the words that it finds, and what every article of the answer holds.
SOMMET, PAIX, ELECTION = r"\b[Ss]ommets?\b", r"\bpaix\b", r"\b[éE]lections?\b"
GAP = r"(?:[ ,\n\u00a0]+| - )"
QUERIES: list[tuple[str, str, list[str]]] = [
    ("sommet", SOMMET, [SOMMET]),
    ("elections", ELECTION, [ELECTION]),
    ("=élections", r"\bélections\b", [r"\bélections\b"]),
    ("=sommets", r"\bsommets\b", [r"\bsommets\b"]),
    ("somm*", SOMMET, [SOMMET]),
    ("pais~", PAIX, [PAIX]),
    ("accord", r"\baccord\b", ["accord"]),
    ("porte-parole", "porte-parole", ["porte-parole"]),
    ('"sommet paix"', SOMMET + GAP + PAIX, [SOMMET + GAP + PAIX]),
    ('sommet OU "sommet paix"', f"{SOMMET}(?:{GAP}{PAIX})?", [SOMMET]),
    ("sommet paix", f"{SOMMET}|{PAIX}", [SOMMET, PAIX]),
    ("sommet OU paix", f"{SOMMET}|{PAIX}", [f"{SOMMET}|{PAIX}"]),
    ("sommet SAUF paix", SOMMET, [SOMMET, rf"\A(?!(?s:.)*{PAIX})"]),
    ("absent", "absent", ["absent"]),
    ("titre:titre", "never", []),
]


def text_of(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(0, 12))
    return "".join(word + chance.choice(GAPS) for word in words)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    chance = random.Random(6)
    return [
        Article(f"{chance.choice('abc')}{at}", text_of(chance), title="titre", date=chance.choice(DATES))
        for at in range(150)
    ]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> frsearch.Index:
    """Hold the articles in three segments, with others that are removed."""
    index = frsearch.create_index(tmp_path_factory.mktemp("mixed"))
    for part in range(3):
        index.add([*articles[part::3], Article(f"gone{part}", "sommet de paix", date="2018")])
    index.remove(["gone0", "gone1", "gone2"])
    return index


def by_date(article: Article) -> tuple[Any, ...]:
    date = article.date
    days = None if date is None else (date.first_day, date.last_day)
    return days is None, days, article.id


@pytest.mark.parametrize(("query", "found", "held"), QUERIES)
def test_every_occurrence_is_found(
    mixed: frsearch.Index, articles: list[Article], query: str, found: str, held: list[str]
) -> None:
    expected = [
        (article.id, match.start(), match.end())
        for article in sorted(articles, key=by_date)
        if all(re.search(each, article.text) for each in held)
        for match in re.finditer(found, article.text)
    ]
    concordance = mixed.concordance(query)
    lines = list(concordance)
    assert [(line.id, line.start, line.end) for line in lines] == expected
    assert (concordance.total, len(concordance)) == (len(expected), len(expected))
    assert concordance.articles == len({id for id, _, _ in expected})
    texts = {article.id: article for article in articles}
    for line in lines:
        article = texts[line.id]
        assert line.keyword == " ".join(article.text[line.start : line.end].split())
        assert (line.date, line.title) == (article.date, article.title)


@pytest.mark.parametrize("query", [*(row[0] for row in QUERIES), '"sommet paix"~3', "som* paix~"])
def test_the_lines_are_what_search_highlights(mixed: frsearch.Index, query: str) -> None:
    lines = {
        (line.id, at)
        for line in mixed.concordance(query)
        for at in range(line.start, line.end)
        if mixed.get(line.id).text[at].isalpha()  # type: ignore[union-attr]
    }
    marked = set()
    for hit in mixed.search_all(query, snippets=100):
        for snippet in hit.snippets:
            at = 0
            for piece, shown in snippet.pieces():
                for letters in re.findall(r"[^\W\d_]+", piece):
                    at = hit.article.text.index(letters, at)
                    marked |= {(hit.id, at + each) for each in range(len(letters)) if shown}
                    at += len(letters)
    assert lines == marked


@pytest.mark.parametrize("width", [0, 1, 10, 60])
def test_the_context_is_cut_to_its_width(mixed: frsearch.Index, width: int) -> None:
    for line in mixed.concordance("sommet", width=width):
        text = mixed.get(line.id).text  # type: ignore[union-attr]
        assert len(line.left) <= width
        assert len(line.right) <= width
        assert "\n" not in str(line)
        assert re.sub(r"\s+", " ", text[: line.start]).endswith(line.left)
        assert re.sub(r"\s+", " ", text[line.end :]).rstrip().startswith(line.right.rstrip())
        if line.start >= 2 * width:
            assert len(line.left) == width


@pytest.mark.parametrize("limit", [None, 0, 1, 20, 10_000])
def test_lines_are_sorted_by_the_words_beside(mixed: frsearch.Index, limit: int | None) -> None:
    every = list(mixed.concordance("sommet"))

    def words(text: str) -> list[str]:
        plain = text.lower().replace("é", "e")
        return re.findall(r"\w+", plain)

    left = mixed.concordance("sommet", sort="left", limit=limit)
    assert list(left) == sorted(every, key=lambda line: words(line.left)[::-1])[:limit]
    right = mixed.concordance("sommet", sort="right", limit=limit)
    assert list(right) == sorted(every, key=lambda line: words(line.right))[:limit]
    assert list(mixed.concordance("sommet", limit=limit)) == every[:limit]
    assert len(left) == len(list(left))
    assert left.total == len(every)


def test_only_the_articles_that_are_asked_for_are_read(
    mixed: frsearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    get = type(mixed._searcher.snapshot).article

    def article(self: Any, place: Any) -> Article:
        read.append(place)
        return get(self, place)

    monkeypatch.setattr(type(mixed._searcher.snapshot), "article", article)
    assert len(mixed.concordance("sommet")) > 20
    assert not read
    next(iter(mixed.concordance("sommet")))
    assert len(read) == 1


def test_a_concordance_stays_as_it_was(make_index: MakeIndex) -> None:
    index = make_index("un sommet", "deux sommets")
    concordance = index.concordance("sommet")
    index.remove(["a1"])
    index.close()
    assert [line.keyword for line in concordance] == ["sommet", "sommets"]
    assert len(list(concordance)) == concordance.total == 2


def test_date_and_match_are_those_of_a_search(make_index: MakeIndex) -> None:
    index = make_index(("paix et sommet", "2018"), ("paix", "2018-06"), ("la paix", "2019"))
    assert [line.id for line in index.concordance("paix", date="2018-06..2018-07")] == ["a1", "a2"]
    assert index.concordance("paix sommet").total == 2
    assert index.concordance("paix sommet", match="any").total == 4
    nowhere = index.concordance("paix ailleurs")
    assert (nowhere.match, nowhere.total) == ("any", 3)
    assert index.concordance("(paix").warnings
    assert index.concordance("").total == 0
    with pytest.raises(frsearch.QuerySyntaxError):
        index.concordance("(paix", strict=True)
    for wrong in ({"width": -1}, {"sort": "best"}, {"limit": -1}, {"limit": "1"}):
        with pytest.raises(frsearch.QueryError):
            index.concordance("paix", **wrong)  # type: ignore[arg-type]


def test_spellings_that_no_needle_finds_are_lines_too(make_index: MakeIndex) -> None:
    text = "L'O.T.A.N. et l'OTAN, le som\u00admet, SOMMETS ; l’œuvre, une oeuvre."
    index = make_index(text)
    assert [line.keyword for line in index.concordance("otan")] == ["O.T.A.N.", "OTAN"]
    assert [line.keyword for line in index.concordance("sommet")] == ["som\u00admet", "SOMMETS"]
    assert [line.keyword for line in index.concordance("œuvre")] == ["œuvre", "oeuvre"]


def test_a_concordance_goes_to_csv_json_lines_and_a_frame(make_index: MakeIndex, tmp_path: Path) -> None:
    index = make_index(('dit : "le sommet",\nenfin', "2018-06"), "nul sommet")
    concordance = index.concordance("sommet", width=8)
    concordance.to_csv(tmp_path / "lines.csv")
    with open(tmp_path / "lines.csv", encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert tuple(header) == COLUMNS
    assert rows[0] == ['t : "le ', "sommet", '", enfin', "a1", "2018-06", "", "10", "16", ""]
    assert rows[1][3:5] == ["a2", ""]
    target = io.StringIO()
    concordance.to_jsonl(target)
    records = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [list(record.values()) for record in records] == [
        list(line.to_dict().values()) for line in concordance
    ]
    assert records[1]["date"] is None
    pytest.importorskip("pandas")
    frame = concordance.to_dataframe()
    assert [str(date) for date in frame["date"]] == ["2018-06", "NaT"]
    assert str(frame["date"].dtype).startswith("period")
    assert list(frame.columns) == list(COLUMNS)
    assert frame["keyword"].tolist() == ["sommet", "sommet"]
    assert list(index.concordance("absent").to_dataframe().columns) == list(COLUMNS)
    with pytest.raises(frsearch.FrsearchError, match="cannot be written"):
        concordance.to_csv(tmp_path / "missing" / "lines.csv")


def test_what_is_shown_is_aligned_and_says_how_much_there_is(make_index: MakeIndex) -> None:
    index = make_index(("Un sommet et des sommets.", "2018-06"), ("sommet", "2019"))
    assert str(index.concordance("sommet", width=8)) == (
        "sommet: 3 occurrences in 2 articles\n"
        "     Un [sommet] et des    2018-06     a1\n"
        " et des [sommets].         2018-06     a1\n"
        "        [sommet]           2019        a2"
    )
    many = make_index(*["un sommet"] * 30).concordance("sommet", limit=25)
    assert repr(many).splitlines()[-1] == "… 5 more"
    assert len(str(many).splitlines()) == 26


def test_what_an_article_holds_is_shown_and_not_run(make_index: MakeIndex) -> None:
    nasty = "<script>alert(1)</script> \x1b[31m&amp; sommet\x07 \u202e<b onclick='x'>"
    index = make_index(Article("<i>1</i>", nasty, title="<u>T</u>"))
    html = index.concordance("<b>sommet")._repr_html_()
    assert not re.search(r"<(script|b|i|u)\b", html)
    assert "&lt;script&gt;" in html
    shown = repr(index.concordance("sommet"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", shown)
    assert isinstance(next(iter(index.concordance("sommet"))), Line)


def test_arrays_and_texts_agree_on_what_is_written_in_several_ways(make_index: MakeIndex) -> None:
    words = (
        "week-end weekend Week end paix paix porte-parole porte parole porteparole arc-en-ciel arc ciel "
        "étudiant·e·s 1\u202f000 1000 U.R.S.S. rendez-vous vous N'Djamena som\u00admet cœur "
        "vice-président-roi"
    ).split(" ")
    chance = random.Random(4)
    index = make_index(*(" ".join(chance.choices(words, k=chance.randint(1, 14))) for _ in range(400)))
    queries = (
        'weekend|week-end|week|porte-parole|porteparole|"paix paix"|"paix paix"~3|arc-en-ciel OU ciel|'
        '"arc ciel"~2|"porte-parole paix"|"week-end paix" OU weekend|1000|urss|étudiantes|rendez-vous|'
        'p*|*nt|"vice-président roi"~4 OU "président roi"|"weekend porte-parole"|coeur~|N\'Djamena|'
        '"paix porte"~5 OU "porte paix"~5'
    )
    for query in queries.split("|"):
        concordance = index.concordance(query)
        lines = list(concordance)
        assert len(lines) == concordance.total > 0, query
        for before, after in pairwise(lines):
            assert before.id != after.id or before.start < after.start, query


def test_words_written_solid_end_before_the_next(make_index: MakeIndex) -> None:
    index = make_index("weekend paix, week-end paix")
    lines = [line.keyword for line in index.concordance("week-end OU paix")]
    assert lines == ["weekend", "paix", "week-end", "paix"]


# --- words cut at the end of a line


@pytest.mark.parametrize(
    ("query", "text", "keywords"),
    [
        ("République", "la Républi-\nque est", ["Républi- que"]),
        ("République", "la Républi-\r\n    que, la République", ["Républi- que", "République"]),
        ("République", "la Répu\u00adbli\u00ad\nque est", ["Répu\u00adbli\u00ad que"]),
        ("République", "la Républi¬\nque", ["Républi¬ que"]),
        ("=république", "la Républi-\nque", ["Républi- que"]),
        ("républ*", "la Républi-\nque", ["Républi- que"]),
        ("repubique~", "la Républi-\nque", ["Républi- que"]),
        ("gouvernement", "des gouverne-\nments, un gouvernement", ["gouverne- ments", "gouvernement"]),
        ("administration", "l'administra-\ntion", ["administra- tion"]),
        ("président", "le prési-\ndent", ["prési- dent"]),
        ('"la République"', "la Républi-\nque est", ["la Républi- que"]),
        ('"la République"~3', "la belle Républi-\nque", ["la belle Républi- que"]),
        ('République OU "la République"', "la Républi-\nque est", ["la Républi- que"]),
        ("République SAUF roi", "la Républi-\nque est", ["Républi- que"]),
        ("porte-monnaie", "un porte-\nmonnaie", ["porte- monnaie"]),
        ("monnaie", "un porte-\nmonnaie", ["monnaie"]),
        ("paix", "la paix-\n\nfin", ["paix"]),
        ("xixe", "du XIX au XIX e siècle", ["XIX", "XIX e"]),
        ('"du xixe"', "du XIX, du XIX e siècle", ["du XIX", "du XIX e"]),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_shown_whole(
    make_index: MakeIndex, query: str, text: str, keywords: list[str]
) -> None:
    index = make_index((text, "2018"), ("autre chose", "2018"))
    concordance = index.concordance(query)
    lines = list(concordance)
    assert [line.keyword for line in lines] == keywords
    assert concordance.total == len(lines)
    for sort in ("left", "right"):
        assert sorted(line.start for line in index.concordance(query, sort=sort)) == [  # type: ignore[arg-type]
            line.start for line in lines
        ]
    # What is counted once is shown once, wherever it is shown.
    timeline = index.timeline(query, by="year", count="occurrences")
    assert timeline.series[0].counts == (len(lines),)
    (hit,) = index.search(query)
    (snippet,) = hit.snippets
    assert [snippet.text[start:end] for start, end in snippet.highlights] == keywords
    whole = index.highlight(query, "a1")
    assert whole.highlights == tuple((line.start, line.end) for line in lines)
    target = io.StringIO()
    concordance.to_csv(target)
    assert [row["keyword"] for row in csv.DictReader(io.StringIO(target.getvalue()))] == keywords
    html = concordance._repr_html_()
    assert re.findall("<mark>(.*?)</mark>", html) == keywords
    assert [f"[{each}]" for each in keywords] == re.findall(r"\[.*?\]", str(concordance))
    assert "\ufffd" not in str(concordance)


def test_the_second_half_of_a_cut_word_may_stand_at_a_side(make_index: MakeIndex) -> None:
    index = make_index("la paix de la Républi-\nque dure, le prési-\ndent veut la paix")
    lines = [(line.left, line.keyword, line.right) for line in index.concordance("paix", width=20)]
    assert lines == [
        ("la ", "paix", " de la Républi- que "),
        ("prési- dent veut la ", "paix", ""),
    ]


# --- the order by the words beside

SAME_WORDS = [
    ["l'ami", "l’ami", "L‘AMI", "lʼami", "l`ami", "l' ami", "l’« ami »", "l ami"],
    ["d'abord", "d’abord", "D′abord", "d - abord"],
    ["aujourd'hui", "aujourd’hui", "AUJOURD’HUI", "aujourd\u2032hui"],
    ["prud’homme", "prud'homme"],
    ["presqu’île", "presqu'ile", "PRESQU’ILE"],
    ["été", "ete", "ÉTÉ", "e\u0301te\u0301", "« été »", "é\u00adté", "été…", "—été", "(été)", "“été”"],
    ["cœur", "coeur", "CŒUR", "«cœur»"],
    ["curriculum vitæ", "curriculum vitae"],
    ["zoo…ami", "zoo ami", "zoo – ami", "zoo—ami", "zoo/ami", "zoo\nami", "zoo · ami", "zoo_ami"],
    ["rendez-vous", "rendez‑vous", "rendez–vous", "rendez vous", "rendez\u00a0vous"],
    ["Républi-\nque", "République", "Républi-\r\n   que", "Républi\u00ad\nque", "Républi¬\nque"],
    ["12 000", "12\u202f000", "12.000", "12000", "012000"],
    ["Straße", "strasse"],
]  # fmt: skip


@pytest.mark.parametrize("sort", ["left", "right"])
@pytest.mark.parametrize("same", SAME_WORDS, ids=lambda same: same[0])
def test_the_spellings_of_a_word_stand_together(
    make_index: MakeIndex, same: list[str], sort: frsearch.corpus.concordance.ConcordanceSort
) -> None:
    """By date among themselves: each text has a day. Words before and after stand around them."""
    first, *_ = same
    around = ["a", *(f"{first}{each}" for each in ("a", " a", "z")), "zzz", "9", "13000"]
    texts = [*around, *same]
    chance = random.Random(len(first))
    chance.shuffle(texts)
    written = (f"{each} repère" if sort == "left" else f"repère {each}" for each in texts)
    index = make_index(*((text, f"2018-06-{at:02}") for at, text in enumerate(written, 1)))
    ids = [int(line.id[1:]) - 1 for line in index.concordance("=repère", sort=sort)]
    places = [at for at, text in enumerate(ids) if texts[text] in same]
    assert places == list(range(places[0], places[0] + len(same)))
    assert [ids[at] for at in places] == sorted(ids[at] for at in places)


@pytest.mark.parametrize(
    "in_order",
    [
        ["2 amis", "10 amis", "9 500 amis", "12 000 amis", "12 000 zébus", "amis"],
        ["3e lieu", "21e lieu", "G7", "G20", "l'eau bout", "l’eau coule", "la fin", "là-haut"],
        ["d’un œil", "d’Artagnan", "de l'eau", "de l’Œuvre", "des eaux", "eau", "œil", "« zut »"],
        ["", "a", "à a", "à b", "a – c", "À D", "ab", "aujourd’hui", "autre", "½", "日本"],
    ],
)
def test_words_are_in_the_order_that_readers_of_french_expect(in_order: list[str]) -> None:
    keys = [sort_words(text) for text in in_order]
    assert keys == sorted(keys)


def test_to_the_left_the_nearest_word_comes_first(make_index: MakeIndex) -> None:
    texts = ["un bal mot", "l’ami mot", "zoo…ami mot", "l'ami du bal mot", "Mot", "« bal » – mot"]
    index = make_index(*texts)
    lines = [texts[int(line.id[1:]) - 1] for line in index.concordance("=mot", sort="left")]
    assert lines == [
        "Mot", "l’ami mot", "zoo…ami mot", "« bal » – mot", "l'ami du bal mot", "un bal mot",
    ]  # fmt: skip


# --- more places than an article of a newspaper has


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> frsearch.Index:
    """Hold three articles of more than 20,000 places, in two segments, and one is removed."""
    index = frsearch.create_index(tmp_path_factory.mktemp("books"))
    index.add([Article("a1", "mot " * 21_000 + "rare", date="2018"), Article("a2", "un mot")])
    index.add([Article("a3", "mots, " * 20_001, date="2019"), Article("a4", "mot mot")])
    index.remove(["a2"])
    index.add([Article("a5", "le mot et les mots " * 10_100, date="2016")])
    return index


@pytest.mark.parametrize(
    ("sort", "limit"),
    [("date", None), ("date", 5), ("date", 99_999), ("left", None), ("right", 20_500)],
)
def test_all_places_of_a_book_are_given(
    books: frsearch.Index, sort: frsearch.corpus.concordance.ConcordanceSort, limit: int | None
) -> None:
    total = 21_000 + 20_001 + 2 + 20_200
    concordance = books.concordance("mot", sort=sort, limit=limit)
    lines = list(concordance)
    assert (concordance.total, concordance.articles) == (total, 4)
    assert len(lines) == len(concordance) == min(total, limit or total)
    assert len({(line.id, line.start) for line in lines}) == len(lines)


def test_what_is_said_of_a_book_is_what_is_there(books: frsearch.Index) -> None:
    concordance = books.concordance("mot")
    assert repr(concordance).splitlines()[-1] == f"… {concordance.total - 20:,} more"
    assert f"<p>… {concordance.total - 20:,} more</p>" in concordance._repr_html_()
    timeline = books.timeline("mot", by="year", count="occurrences").series[0]
    assert sum(timeline.counts) + timeline.uncounted == concordance.total
    for id, count in {"a1": 21_000, "a3": 20_001, "a5": 20_200}.items():
        assert len(books.highlight("mot", id).highlights) == count
    results = books.search("mot", limit=2, facets=("year",))
    assert (len(results), len(results[:5]), results.total) == (2, 2, 4)
    assert sum(each.count for each in results.facets["year"]) + results.undated == results.total
    assert len(list(books.search_all("mot"))) == results.total


def test_a_book_goes_to_a_frame_and_to_csv_whole(make_index: MakeIndex) -> None:
    pytest.importorskip("pandas")
    concordance = make_index("le mot " * 20_500).concordance('"le mot"')
    assert len(concordance.to_dataframe()) == len(concordance) == 20_500
    target = io.StringIO()
    concordance.to_csv(target)
    assert target.getvalue().count("\n") == 20_501


def test_a_phrase_is_found_behind_many_places_of_its_words(make_index: MakeIndex) -> None:
    """Its words stand so often that they are not looked for one by one."""
    index = make_index("le du " * 21_000 + "la du le du la fin du le la")
    for query in ('"le la"', '"le la"~3', '"du la fin"'):
        concordance = index.concordance(query)
        assert len(list(concordance)) == concordance.total > 0, query


def test_the_first_line_of_a_book_does_not_wait_for_the_last(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index("mot " * 60_000)
    read = 0
    slots = highlighter.Highlighter._slots

    def counted(self: Any, form: Any) -> Any:
        nonlocal read
        read += 1
        return slots(self, form)

    monkeypatch.setattr(highlighter.Highlighter, "_slots", counted)
    next(iter(index.concordance("mot")))
    assert 0 < read < 20_000


@pytest.mark.skipif(not NEWS.exists(), reason="the corpora are not here")
@pytest.mark.parametrize("query", ["président", "présid*", '"chef état"~3', "Etats-Unis", "électon~"])
def test_arrays_and_texts_agree_on_the_news(news: frsearch.Index, query: str) -> None:
    concordance = news.concordance(query)
    lines = list(concordance)
    assert len(lines) == concordance.total > 20
    assert len({line.id for line in lines}) == concordance.articles


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> frsearch.Index:
    index = frsearch.create_index(tmp_path_factory.mktemp("news"))
    every = iter(frsearch.read_articles(NEWS))
    index.add([next(every) for _ in range(1_500)], workers=1)
    return index


@pytest.mark.parametrize("sort", ["left", "right"])
def test_a_word_that_the_width_cuts_is_sorted_as_a_whole(make_index: MakeIndex, sort: str) -> None:
    texts = {
        "left": ("à Rennes la médiathèque", "à Nantes la médiathèque"),
        "right": ("médiathèque à Rennes", "médiathèque à Nantes"),
    }
    index = make_index(*texts[sort])
    for width in range(5, 30):
        ids = [line.id for line in index.concordance("médiathèque", sort=sort, width=width)]
        assert ids == ["a2", "a1"], width


def test_lines_have_the_sources_of_their_articles():
    with frsearch.create_index(":memory:") as index:
        index.add(
            [
                Article("a", "Un sommet.", extra={"source": ["Le Soir", "Libé"], "page": 2}),
                Article("b", "Le sommet."),
            ]
        )
        lines = index.concordance("sommet")
        assert [line.source for line in lines] == ["Le Soir; Libé", ""]
        by_source, by_page = (index.concordance("sommet", sort=field) for field in ("source", "page"))
        assert by_source.columns == lines.columns == COLUMNS
        assert by_page.columns == (*COLUMNS, "page")
        for each in (lines, by_source, by_page):
            target = io.StringIO()
            each.to_csv(target)
            rows = list(csv.DictReader(io.StringIO(target.getvalue().lstrip("\ufeff"))))
            assert [row["source"] for row in rows] == ["Le Soir; Libé", ""]
        assert [row["page"] for row in rows] == ["2", ""]
