# ruff: noqa: E501 - the markup of databases has long lines
"""Articles -> files of each form, as the programs that keep archives write them.

Each form is a function from articles to the content of one file, without its ending. What it writes has
the id (where the form has ids), the title, the date and the text of each article.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from frsearch import Article

_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_PARAGRAPH = re.compile(r".{300,}?\. (?=[A-ZÀÉ])", re.DOTALL)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#~|])")


@dataclass(frozen=True)
class Form:
    """A form of files: their ending, how many articles each holds, and what is written."""

    ending: str
    size: int
    write: Callable[[Sequence[Article]], str | bytes]
    has_ids: bool = True


def paragraphs(article: Article) -> list[str]:
    """Cut a text into paragraphs of some sentences."""
    cut = _PARAGRAPH.sub(lambda found: found[0].rstrip() + "\n", article.text)
    return [part.strip() for part in cut.splitlines() if part.strip()]


def in_french(article: Article) -> str:
    """Return a date with its weekday, `jeudi 28 juin 2018`."""
    assert article.date is not None
    day = article.date.first_day
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_english(article: Article) -> str:
    """Return a date as feeds write it, `Thu, 28 Jun 2018 08:00:00 +0000`."""
    assert article.date is not None
    day = article.date.first_day
    weekday = "Mon Tue Wed Thu Fri Sat Sun".split()[day.weekday()]
    return f"{weekday}, {day.day:02} {_ENGLISH[day.month - 1]} {day.year} 08:00:00 +0000"


def _html(article: Article) -> str:
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs(article))


def txt(articles: Sequence[Article]) -> str:
    (article,) = articles
    return f"date {article.date}\n\n" + "\n\n".join(paragraphs(article))


def iramuteq(articles: Sequence[Article]) -> str:
    return "\n".join(
        f"**** *id_{each.id} *source_le_jour *date_{each.date} *rubrique_monde\n{each.text}\n"
        for each in articles
    )


def rows(articles: Sequence[Article]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(("identifiant", "titre", "date de publication", "journal", "rubrique", "contenu"))
    for each in articles:
        assert each.date is not None
        written = f"{each.date.first_day:%d/%m/%Y}"
        writer.writerow((each.id, each.title, written, "Le Jour", "Monde", each.text))
    return file.getvalue()


def _values(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "titre": article.title,
        "date": f"{article.date}T08:00:00Z",
        "auteur": {"prenom": "Anne", "nom": "Durand"},
        "contenu": article.text,
        "tags": ["Monde", "Europe"],
    }


def json_lines(articles: Sequence[Article]) -> str:
    return "".join(json.dumps(_values(each), ensure_ascii=False) + "\n" for each in articles)


def json_array(articles: Sequence[Article]) -> str:
    return json.dumps({"articles": list(map(_values, articles))}, ensure_ascii=False, indent=1)


def europresse(articles: Sequence[Article]) -> str:
    return f"<!DOCTYPE html><html><body>{''.join(map(_of_europresse, articles))}</body></html>"


def _of_europresse(article: Article) -> str:
    return f"""<article id="art"><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Jour, no. 24567 </span></div>
<div class="rdp__DocHeader"><span class="DocHeader">Monde, {in_french(article)} 612 mots, p. 28</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">
{escape(article.title)}</p></div><div class="sm-margin-bottomNews">Anne Durand; Paul Roux</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">{_html(article)}</div></div></section>
<footer><div class="Doc-LegalInfo"><small>© 2023 Le Jour. Tous droits réservés.</small></div>
<div class="publiC"><span class="publiC-lblNodoc">news·20180628·LM·{article.id}</span></div></footer></article>
"""


def europresse_of_2015(articles: Sequence[Article]) -> str:
    return f"<!DOCTYPE html><html><body>{''.join(map(_of_2015, articles))}</body></html>"


def _of_2015(article: Article) -> str:
    id = f"news·20180628·LM·{article.id}"
    return f"""<article> <header> <img sourcecode="LM" src="lm_small.gif" />
<div> <span class="DocPublicationName">Le Jour   </span> </div>
<div> <span class="DocHeader">Monde, {in_french(article)}, p. 16</span> </div> <div><p>MÉDIAS</p></div>
<div class="titreArticle"> <p class="titreArticleVisu">{escape(article.title)}</p> </div>
<div>Anne Durand</div> </header>
<section> <div class="DocText"> <div class='docOcurrContainer'> {_html(article)} </div> </div> </section>
<aside> <div> <b>Note(s) : </b> </div> </aside> <footer> <small>© 2018 Le Jour. Tous droits réservés.</small>
<p>Numéro de document : {id}</p> <div id="divPubliC"> <span id="PubliC_lblNodoc">{id}</span>
<span>Ce certificat est émis à <b>Université</b> à des fins de visualisation personnelle.</span>
</div> </footer> </article>
"""


def factiva(articles: Sequence[Article]) -> str:
    head = '<html><head><title>Factiva</title><meta charset="utf-8"/></head><body>'
    return head + "".join(map(_of_factiva, articles)) + "</body></html>"


def _of_factiva(article: Article) -> str:
    found = {
        "HD": f"<b class='frHeadline'>{escape(article.title)}</b>",
        "BY": "Par Anne Durand et Paul Roux",
        "WC": "295 mots",
        "PD": in_french(article).split(" ", 1)[1],
        "SN": "Le Jour",
        "SC": "JOUR",
        "PG": "26",
        "LA": "Français",
        "TD": _html(article),
        "AN": f"<br/>Document JOUR{article.id}",
    }
    cells = "".join(
        f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>'
        for code, value in found.items()
    )
    return f'<div class="article frArticle"><table cellpadding="1">{cells}</table><br/></div>'


def nexis(articles: Sequence[Article]) -> str:
    parts = (_of_nexis(each, number, len(articles)) for number, each in enumerate(articles, 1))
    return f"<html><head><!-- LXNComment 3847:48486968 --></head><body>{''.join(parts)}</body></html>"


def _of_nexis(article: Article, number: int, count: int) -> str:
    assert article.date is not None
    day = article.date.first_day

    def block(text: str, css: str = "c2") -> str:
        return f'<br><div class="c5"><p class="c6"><span class="{css}">{text}</span></p></div>'

    body = "".join(
        f'<p class="c9"><span class="c2">{escape(part)}</span></p>' for part in paragraphs(article)
    )
    return f"""<a name="DOC_ID_0_{number}"></a><!-- Hide XML section from browser
<DOC NUMBER={number}>
<DOCFULL> -->
<br><div class="c0"><p class="c1"><span class="c2">{number} of {count} DOCUMENTS</span></p></div>
<br><div class="c0"><br><p class="c1"><span class="c2">Le Jour</span></p></div>
<br><div class="c3"><p class="c1"><span class="c4">{day.day}</span><span class="c2"> {day:%B %Y %A}</span></p></div>
{block(escape(article.title), "c7")}
{block('AUTEUR: </span><span class="c2">Anne Durand', "c8")}
{block('LONGUEUR: </span><span class="c2">70 mots', "c8")}
<br><div class="c5">{body}</div>
{block('LANGUE: </span><span class="c2">FRENCH; FRANÇAIS', "c8")}
<!-- Hide XML section from browser
</DOCFULL>
</DOC> --><DIV CLASS="c10"/>"""


def wordpress(articles: Sequence[Article]) -> str:
    space = "http://wordpress.org/export/1.2/"
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="{space}excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="{space}">
<channel><title>Le Jour</title><language>fr-FR</language>{"".join(map(_post, articles))}</channel></rss>"""


def _post(article: Article) -> str:
    return f"""<item><title>{escape(article.title)}</title><link>https://jour.fr/{article.id}/</link>
<pubDate>{in_english(article)}</pubDate><dc:creator><![CDATA[adurand]]></dc:creator>
<guid isPermaLink="false">{article.id}</guid><description></description>
<content:encoded><![CDATA[{_html(article)}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>7</wp:post_id><wp:post_date><![CDATA[{article.date} 10:00:00]]></wp:post_date>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="europe"><![CDATA[Europe]]></category></item>
"""


def rss(articles: Sequence[Article]) -> str:
    items = "".join(
        f"<item><title>{escape(each.title)}</title><link>https://jour.fr/{each.id}</link>"
        f'<guid isPermaLink="false">{each.id}</guid><pubDate>{in_english(each)}</pubDate>'
        f"<description>{escape(_html(each))}</description></item>\n"
        for each in articles
    )
    return f'<rss version="2.0"><channel><title>Le Jour</title>{items}</channel></rss>'


def alto(articles: Sequence[Article]) -> str:
    (article,) = articles
    assert article.date is not None
    words = article.text.split()
    lines = "".join(
        "<TextLine>"
        + "<SP/>".join(
            f'<String CONTENT="{escape(word)}" WC="0.87" HPOS="12" VPOS="40" WIDTH="90" HEIGHT="30"/>'
            for word in words[at : at + 9]
        )
        + "</TextLine>"
        for at in range(0, len(words), 9)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto><Layout><Page ID="P1" PHYSICAL_IMG_NR="1">'
        f'<PrintSpace ID="PS"><TextBlock ID="B1">{lines}</TextBlock></PrintSpace></Page></Layout></alto>'
    )


def tei(articles: Sequence[Article]) -> str:
    parts = "".join(
        f'<TEI xml:id="{each.id}"><teiHeader><fileDesc><titleStmt><title>{escape(each.title)}</title>'
        "</titleStmt><sourceDesc><biblStruct><monogr><title>Le Jour</title><imprint>"
        f'<date when="{each.date}"/></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>'
        f"<text><body>{_html(each)}</body></text></TEI>\n"
        for each in articles
    )
    return f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{parts}</teiCorpus>'


def txm(articles: Sequence[Article]) -> str:
    (each,) = articles
    return (
        f'<text id="{each.id}" titre="{escape(each.title)}" date="{each.date}" journal="Le Jour">'
        f"{_html(each)}</text>"
    )


def markdown(articles: Sequence[Article]) -> str:
    (each,) = articles
    body = "\n\n".join(_marked(part) for part in paragraphs(each))
    title = json.dumps(each.title, ensure_ascii=False)
    return f"---\ntitle: {title}\ndate: {each.date}\ntags: [monde, europe]\n---\n\n{body}\n"


def _marked(part: str) -> str:
    """Mark some words, and make the last a link."""
    words = [_MARKDOWN.sub(r"\\\1", word) for word in part.split()]
    words[::12] = [f"**{word}**" for word in words[::12]]
    words[5::15] = [f"[{word}](https://jour.fr/a)" for word in words[5::15]]
    return " ".join(words)


def page(articles: Sequence[Article]) -> str:
    (each,) = articles
    data = {"@type": "NewsArticle", "headline": each.title, "datePublished": f"{each.date}T08:00:00Z"}
    links = "".join(f'<li><a href="/{n}">Rubrique {n}</a></li>' for n in range(30))
    return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{escape(each.title)}</title>
<meta property="og:title" content="{escape(each.title)}"><style>.a{{color:red}}</style>
<script type="application/ld+json">{json.dumps(data)}</script></head><body><nav><ul>{links}</ul></nav>
<main><article><h1>{escape(each.title)}</h1>{_html(each)}</article></main>
<aside><ul>{links}</ul></aside><footer><p>Mentions légales</p></footer></body></html>"""


def ris(articles: Sequence[Article]) -> str:
    return "".join(
        f"TY  - NEWS\nID  - {each.id}\nT1  - {each.title}\nDA  - {str(each.date).replace('-', '/')}\n"
        f"JO  - Le Jour\nAB  - {each.text}\nER  - \n\n"
        for each in articles
    )


def docx(articles: Sequence[Article]) -> bytes:
    (each,) = articles
    body = "".join(f"<w:p><w:r><w:t>{escape(part)}</w:t></w:r></w:p>" for part in paragraphs(each))
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return _zipped({"word/document.xml": document})


def odt(articles: Sequence[Article]) -> bytes:
    (each,) = articles
    body = "".join(f"<text:p>{escape(part)}</text:p>" for part in paragraphs(each))
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return _zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _zipped(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


FORMS = {
    "txt": Form("txt", 1, txt, has_ids=False),
    "iramuteq": Form("txt", 2_000, iramuteq),
    "csv": Form("csv", 200_000, rows),
    "jsonl": Form("jsonl", 10_000, json_lines),
    "json": Form("json", 1_000, json_array),
    "europresse": Form("html", 50, europresse),
    "europresse 2015": Form("html", 50, europresse_of_2015),
    "factiva": Form("html", 100, factiva),
    "nexis": Form("html", 200, nexis, has_ids=False),
    "wordpress": Form("xml", 1_000, wordpress),
    "rss": Form("rss", 100, rss),
    "alto": Form("xml", 1, alto, has_ids=False),
    "tei": Form("xml", 100, tei),
    "txm": Form("xml", 1, txm),
    "markdown": Form("md", 1, markdown, has_ids=False),
    "page": Form("html", 1, page, has_ids=False),
    "docx": Form("docx", 1, docx, has_ids=False),
    "odt": Form("odt", 1, odt, has_ids=False),
    "ris": Form("ris", 1_000, ris),
}
