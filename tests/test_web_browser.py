"""The page in a real browser: skipped where there is none."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import frsearch
from tests.conftest import ROOT

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")
pytest.importorskip("jinja2")
playwright = pytest.importorskip("playwright.sync_api")

EVIL = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
ANIMALS = "chat chien âne bœuf loup ours cerf lynx rat pie".split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MONTHS = 14
SOURCES = ("Le Monde", "L’Humanité « & fils »", "Deux\nlignes")


def articles() -> Iterator[frsearch.Article]:
    """Some twenty articles about Helsinki, one or two a month, and one that is made to harm."""
    for at in range(24):
        words = " ".join(f"{ANIMALS[at % 10]}{letter}{at}" for letter in "abcdefgh")
        date = f"{2018 + at % MONTHS // 12}-{at % MONTHS % 12 + 1:02d}-{at % 28 + 1:02d}"
        extra = {
            "source": SOURCES[at % len(SOURCES)],
            "author": [f"Élise Dupont-{at % 11}", "Jean Le Goff"][: 1 + at % 2],
            "page": at % 5 + 1,
        }
        yield frsearch.Article(
            f"n{at}", f"À Helsinki, {words}.\n\nEncore Helsinki.", f"Titre {at}", date, extra=extra
        )
    yield frsearch.Article(EVIL, f"Le mal {EVIL} à Helsinki.", title=f"Mal {EVIL}", date="2018-06-28",
                           url="javascript:document.title='taken'", extra={EVIL: EVIL})  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    from frsearch.web import serve

    path, found, ready = tmp_path_factory.mktemp("browser"), [], threading.Event()
    with frsearch.create_index(path) as index:
        index.add(articles())

    def started(url: str) -> None:
        found.append(url)
        ready.set()

    arguments = {"port": 0, "started": started}
    threading.Thread(target=serve, args=(path,), kwargs=arguments, daemon=True).start()
    assert ready.wait(30)
    return found[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        installed = next(filter(None, map(shutil.which, NAMES)), None)
        try:
            # Who is root has no sandbox.
            opened = running.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        except playwright.Error:
            pytest.skip("there is no browser here")
        yield opened
        opened.close()


Open = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Open]:
    """Open pages; whatever the browser complains about fails the test."""
    contexts, complaints = [], []

    def visit(path: str = "", **options: Any) -> Any:
        contexts.append(browser.new_context(locale="fr-FR", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def titles(page: Any) -> list[str]:
    return [str(each) for each in page.locator(".hits h2").all_inner_texts()]


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.ariaLabel || "
                             "document.activeElement.textContent"))  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["", "without-javascript"])
def test_search_filter_page_and_open(visit: Open, script: bool) -> None:
    page = visit(java_script_enabled=script)
    page.fill("#q", "helsinki")
    page.press("#q", "Enter")
    page.wait_for_url("**/?q=helsinki")
    assert "25\u00a0articles" in page.inner_text("h1")
    first = titles(page)
    page.click("text=Suivante")
    page.wait_for_url("**/?q=helsinki&page=2")
    assert len({*first, *titles(page)}) == 20

    page.locator(".chart a[aria-label^='février 2019']").click()
    page.wait_for_url("**/?q=helsinki&date=2019-02")
    assert titles(page) == ["Titre 13"]
    page.locator(".chart a[aria-label^='14 février 2019']").click()
    page.wait_for_url("**date=2019-02-14")
    page.click("nav >> text=2019")
    page.wait_for_url("**date=2019")
    assert set(titles(page)) == {"Titre 12", "Titre 13"}
    page.click("text=Toutes les dates")
    page.wait_for_url("**/?q=helsinki")
    page.click("summary >> text=Choisir des dates")
    page.fill("[name=date][placeholder]", "depuis février 2019")
    page.click("text=Filtrer")
    page.wait_for_url("**date=2019-02..")
    assert titles(page) == ["Titre 13"]

    page.click("text=Titre 13")
    page.wait_for_url("**/article?id=n13**")
    assert page.locator("article mark").all_inner_texts() == ["Helsinki", "Helsinki"]
    assert page.locator(".similar li").count() > 0
    page.click("text=Retour aux résultats")
    page.wait_for_url("**/?q=helsinki&date=2019-02..")


@pytest.mark.parametrize("script", [True, False], ids=["", "without-javascript"])
def test_a_small_study(visit: Open, script: bool) -> None:
    page = visit("?q=helsinki&where=source%3DLe+Monde", java_script_enabled=script)
    page.click(".hits h2 a >> nth=0")
    page.wait_for_url("**rang=1**")
    first = page.inner_text("h1")
    page.click("text=Suivant >> nth=0")
    page.wait_for_url("**rang=2**")
    assert page.inner_text("h1") != first
    page.click(".meta >> text=Choisir")
    page.wait_for_url("**keep=**")
    page.click("[rel=prev]")
    page.wait_for_url("**rang=1**")
    assert page.inner_text("h1") == first
    page.click("text=2 passages trouvés")
    page.click("a.onward >> nth=0")
    assert page.locator("mark:target").count() == 1
    page.click("text=Retour aux résultats")
    page.click(".tabs >> text=Chronologie")
    page.fill(".compare [name=q2]", "chien*")
    page.press(".compare [name=q2]", "Enter")
    page.wait_for_url("**q2=chien**")
    assert page.locator(".plot figure").count() == 2
    page.click(".tabs >> text=Concordance")
    page.click("text=par ce qui suit")
    page.wait_for_url("**order=right**")
    page.click(".lines .right a >> nth=0")
    page.wait_for_url("**#p**")
    assert page.locator("mark:target").inner_text() == "Helsinki"
    page.click("text=Choix")
    page.wait_for_url("**/choix?**")
    assert page.locator(".hits > li").count() == 1
    with page.expect_download() as loaded:
        page.click("text=RIS")
    assert loaded.value.suggested_filename == "choix.ris"
    page.click("text=Retirer >> nth=-1")
    page.wait_for_url("**/choix**")
    assert "Rien n’est choisi" in page.inner_text("main")


def values(page: Any, title: str) -> dict[str, int]:
    """The values of the list with a title, and their counts."""
    items = page.locator(f".lists section:has(h2:text-is('{title}')) .values li").all_inner_texts()
    pairs = (" ".join(each.replace("Retirer", "").split()).rpartition(" ") for each in items)
    return {text: int(count) for text, _, count in pairs}


@pytest.mark.parametrize("script", [True, False], ids=["", "without-javascript"])
def test_fields_narrow_the_hits(visit: Open, script: bool) -> None:
    page = visit("?q=helsinki&copies=1", java_script_enabled=script)
    assert values(page, "Source") == {"Deux lignes": 8, "L’Humanité « & fils »": 8, "Le Monde": 8}
    page.click(".lists >> text=L’Humanité « & fils »")
    page.wait_for_url("**where=source**")
    assert "8\u00a0articles" in page.inner_text("h1")
    assert values(page, "Source")["Le Monde"] == 8
    page.click(".lists >> text=Deux lignes")
    page.wait_for_url("**where=source*where=source**")
    assert "16\u00a0articles" in page.inner_text("h1")
    # Another search keeps the filters, although forms change line breaks.
    page.fill("#q", "encore helsinki")
    page.press("#q", "Enter")
    page.wait_for_url("**q=encore+helsinki**")
    assert "16\u00a0articles" in page.inner_text("h1")
    assert page.locator(".lists .on").count() == 2
    page.locator(".chosen a", has_text="Deux lignes").click()
    page.wait_for_url(lambda url: "lignes" not in url)
    assert "8\u00a0articles" in page.inner_text("h1")
    page.locator(".lists .on a").click()
    page.wait_for_url(lambda url: "where" not in url)
    assert "24\u00a0articles" in page.inner_text("h1")

    page.click("summary >> text=Trier par champ")
    page.click("text=par page")
    page.wait_for_url("**sort=page**")
    pages = [int(each) for each in page.locator(".hits .fields span:last-child a").all_inner_texts()]
    assert pages == [1] * 5 + [2] * 5
    page.click(".hits .fields a >> text=Le Monde")
    page.wait_for_url("**where=source%3DLe+Monde**")
    page.click(".hits h2 a")
    page.wait_for_url("**/article?**")
    page.click(".whole .fields a >> text=Le Monde")
    page.wait_for_url("**/?where=source%3DLe+Monde")
    assert page.locator(".chosen li").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["", "without-javascript"])
def test_a_long_list_is_searched(visit: Open, script: bool) -> None:
    page = visit("?q=helsinki&copies=1", java_script_enabled=script)
    box = page.locator(".lists .within input[type=search]").first
    assert "Élise Dupont-9" not in values(page, "Auteur")
    box.fill("dupont-9")
    if script:
        playwright.expect(page.locator("#valeurs2 li")).to_have_count(1)
        assert values(page, "Auteur") == {"Élise Dupont-9": 2}
        assert page.is_hidden(".lists .more")
        box.fill("")
        playwright.expect(page.locator("#valeurs2 li")).to_have_count(8)
        assert page.is_visible(".lists .more")
        box.fill("ELISE DUPONT-9")
        playwright.expect(page.locator("#valeurs2 li")).to_have_count(1)
        page.click("#valeurs2 a")
    else:
        box.press("Enter")
        page.wait_for_url("**/valeurs?**dans=dupont-9**")
        page.click("#valeurs a")
    page.wait_for_url("**where=author**")
    assert set(titles(page)) == {"Titre 9", "Titre 20"}
    page.goto(page.url.partition("?")[0] + "?q=helsinki&copies=1")
    page.click(".lists .more a")
    page.wait_for_url("**/valeurs?**")
    assert page.locator("#valeurs li").count() == 12
    page.fill("main .within input[type=search]", "goff")
    if not script:
        page.press("main .within input[type=search]", "Enter")
    playwright.expect(page.locator("#valeurs li")).to_have_count(1)
    assert page.inner_text("#valeurs .count") == "12"


def test_lists_are_folded_on_a_phone(visit: Open) -> None:
    page = visit("?q=helsinki", viewport={"width": 390, "height": 800})
    assert page.is_hidden(".values")
    page.click(".lists > summary")
    assert page.locator(".values").first.is_visible()
    desktop = visit("?q=helsinki", viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    assert desktop.locator(".values").first.is_visible()
    assert desktop.is_hidden(".lists > summary")
    hits, lists = (desktop.locator(each).bounding_box() for each in (".hits", ".lists"))
    assert lists["x"] > hits["x"] + hits["width"]


def test_words_are_suggested(visit: Open) -> None:
    page = visit()
    assert focused(page) == "q"
    page.keyboard.type("hel")
    page.wait_for_selector("[role=option]")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.input_value("#q") == "helsinki"
    assert page.get_attribute("#q", "aria-activedescendant") == "suggestion0"
    page.keyboard.press("Escape")
    assert page.is_hidden("#suggestions")
    assert page.input_value("#q") == "hel"
    page.keyboard.type("s")
    page.click("[role=option] >> text=helsinki")
    page.wait_for_url("**/?q=helsinki")


def test_everything_is_reached_by_keyboard(visit: Open) -> None:
    page = visit("?q=helsinki")
    page.keyboard.press("Tab")
    assert focused(page) == "Aller au contenu"
    page.keyboard.press("Enter")
    assert focused(page) == "contenu"
    # The whole timeline is one stop: arrows move within.
    page.keyboard.press("Tab")
    assert focused(page).startswith("janvier 2018")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("mars 2018")
    page.keyboard.press("Enter")
    page.wait_for_url("**date=2018-03")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("titre:3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=titre%3A3&date=2018-03")


def test_what_is_made_to_harm_is_shown_as_text(visit: Open) -> None:
    page = visit("?q=mal")
    assert EVIL in page.inner_text(".hits h2")
    page.click(".hits h2 a")
    page.wait_for_url("**/article?**")
    body = page.inner_text("main")
    assert body.count(EVIL) >= 4
    assert "javascript:" in body
    page.fill("#q", EVIL)
    page.press("#q", "Enter")
    page.wait_for_url("**/?q=%3Cscript**")
    assert "taken" not in page.title().partition("<")[0]
    assert page.locator("main img, main script").count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?q=helsinki&date=2018-06&where=source%3DLe+Monde",
        "?q=(helsinky+OU",
        "article?id=n1",
        "aide",
        "champs",
        "valeurs?champ=author",
        "concordance?q=helsinki&order=left",
        "chronologie?q=helsinki&q2=chien&count=relative&split=source",
        "cooccurrents?q=helsinki",
        "mots-cles?date=2018",
        "mots?q=helsinki&length=2",
        "choix?keep=n1&keep=n2",
        "copies",
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone(visit: Open, path: str, scheme: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(re.findall(r"\d+", paper)[0]) < 60) == (scheme == "dark")


def contrast(one: str, other: str) -> float:
    """The ratio of two colours (#rrggbb), as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1_180])
def test_axe_finds_nothing(visit: Open, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    start, tray = page.url, "keep=n1&keep=n2"
    paths = f"""
        ?q=helsinki ?q=nulle_part article?id=n1&q=helsinki concordance?q=helsinki choix?{tray} champs
        copies chronologie?q=helsinki&q2=chien* cooccurrents?q=helsinki mots?n=2 mots-cles?date=2018
        valeurs?champ=author aide
    """.split()
    for path in paths:
        page.goto(start + path)
        found = axe.run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_colours_can_be_told_apart() -> None:
    style = (ROOT / "frsearch" / "web" / "static" / "style.css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--(\w+): (#\w+)", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.S)
    ]
    assert len(schemes) == 2
    for colours in schemes:
        field = colours["field"]
        colours["field"] = field if len(field) == 7 else "#" + "".join(2 * digit for digit in field[1:])
        for ink in ("ink", "soft", "link", "accent"):
            assert contrast(colours[ink], colours["paper"]) >= 4.5, ink
        assert contrast(colours["ink"], colours["mark"]) >= 4.5
        assert contrast(colours["ink"], colours["field"]) >= 4.5
