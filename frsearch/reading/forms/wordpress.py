"""WordPress's own export (WXR): RSS with what WordPress knows of each post. An article a post or a page.

As an archivist would keep it: posts, pages and the types of a site's own. Not images and other attached
files, menus, revisions and what the theme is made of; not what is in the bin. What is not published is
kept, and said: `status` is `draft`, `pending`, `future` or `private`. `type` is said where it is not
`post`, `excerpt` where it is not the beginning of the text. The author is the name shown, not the login.
Comments are left out.

Source: wp-admin/includes/export.php of WordPress, versions 1.0 to 1.2 of the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.forms.feeds import (
    Channel,
    Children,
    children_of,
    first,
    is_no_date,
    is_of_channel,
    rss_record,
    titled,
    unique,
    without_blanks,
)
from frsearch.reading.forms.html_text import html_text
from frsearch.reading.forms.xml import events, forget, text_of
from frsearch.reading.records import Opened, Outcome, Record

_PREFIXES = {
    "": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
}
_WXR = re.compile(r"https?://wordpress\.org/export/1\.[0-2]/(excerpt/)?")
_NO_ARTICLES = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request "
    "wp_block wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face "
    "acf-field acf-field-group".split()
)
_GONE = frozenset(("trash", "auto-draft", "inherit"))
# Other taxonomies say how a post looks.
_TAXONOMIES = frozenset(("category", "post_tag", "tag", ""))

_BLOCK = re.compile(r"<!--\s*/?wp:")
_SHORTCODE = re.compile(
    r"\[(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+=(?:\"[^\"\[\]]*\"|'[^'\[\]]*'|[^\s\"'\[\]]+))*)\s*/?\]"
)
_EMBEDDED = re.compile(r"\[embed\b[^\[\]]*\][^\[]*\[/embed\]")
_SHORTCODES = frozenset(
    "caption wp_caption gallery embed audio video playlist more nextpage toc".split()
)
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n\s*)+")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each post or page, with one in memory at a time."""
    channel, names = Channel(), dict[str, str]()
    prefixes: dict[str, str] = {}
    count = kept = 0
    for event, element in events(file.stream, file.encodings):
        if event == "start":
            prefixes = prefixes or _prefixes(element.nsmap)
        elif element.tag == "item":
            count += 1
            children = children_of(element, prefixes)
            if _is_article(children):
                kept += 1
                yield _record(count, element, children, channel, names)
            forget(element)
        elif is_of_channel(element):
            channel.take(element)
            _take_author(children_of(element, prefixes), names)
    if count and not kept:
        reason = Message(
            "holds {count:,} items, none of them a post or a page of WordPress", count=count
        )
        yield ArticleError(reason)


def _prefixes(declared: Mapping[str | None, str]) -> dict[str, str]:
    """Return the prefixes of namespaces that are believed: WordPress's as the root declares it.

    Some exports have them with https; in a file with http, a https one is not WordPress's.
    """
    own = [name for name in declared.values() if _WXR.fullmatch(name)]
    plain = [name for name in own if name.startswith("http:")] or own
    return _PREFIXES | {name: "excerpt:" if name.endswith("excerpt/") else "wp:" for name in plain}


def _take_author(author: Children, names: dict[str, str]) -> None:
    """Note the name of an author by the login."""
    if login := first(author, "wp:author_login"):
        names[login] = first(author, "wp:author_display_name") or login


def _is_article(children: Children) -> bool:
    return (
        first(children, "wp:post_type") not in _NO_ARTICLES and first(children, "wp:status") not in _GONE
    )


def _record(
    number: int, item: Any, children: Children, channel: Channel, names: dict[str, str]
) -> Record:
    record = rss_record(number, item, {**children, "category": [], "content:encoded": []}, channel)
    fields = dict(record.fields)
    fields["id"] = first(children, "guid") or fields["url"] or first(children, "wp:post_id")
    fields["text"] = _text(children, "content:encoded") or _text(children, "excerpt:encoded")
    date = first(children, "wp:post_date")
    if date and not is_no_date(date):
        fields["date"] = date
    author = record.extra.get("author")
    status, kind = first(children, "wp:status"), first(children, "wp:post_type")
    extra = {
        **record.extra,
        "author": names.get(author, author) if isinstance(author, str) else author,
        "tags": _tags(children),
        "status": "" if status == "publish" else status,
        "type": "" if kind == "post" else kind,
        "excerpt": _excerpt(children, fields["text"]),
    }
    return Record(number, titled(fields), without_blanks(extra))


def _excerpt(children: Children, text: str) -> str:
    """Return the excerpt that someone wrote, "" if it is the beginning of the text."""
    excerpt = _text(children, "excerpt:encoded")
    begun = " ".join(text.split()).startswith(" ".join(excerpt.split()).rstrip("…. []"))
    return "" if begun else excerpt


def _tags(children: Children) -> list[str]:
    categories = children.get("category", ())
    return unique(text_of(each) for each in categories if each.get("domain", "") in _TAXONOMIES)


def _text(children: Children, name: str) -> str:
    return "\n\n".join(filter(None, (post_text(each.text or "") for each in children.get(name, ()))))


def post_text(content: str) -> str:
    """Return the text of a post as WordPress stores it: HTML with shortcodes, and lines that mean lines.

    >>> post_text('[caption id="a" width="9"]<img> Le palais[/caption]\\n\\nLe <b>sommet</b> [sic]')
    'Le palais\\n\\nLe sommet [sic]'
    """
    is_blocks = bool(_BLOCK.search(content))
    content = _without_shortcodes(content)
    if not is_blocks and "\n" in content:
        # A blank line ends a paragraph, a line end a line (`wpautop` of WordPress).
        content = _BLANK_LINES.sub("<p>", content.replace("\r\n", "\n").strip()).replace("\n", "<br>")
    return html_text(content)


def _without_shortcodes(content: str) -> str:
    """Return the content without `[gallery ids="1,2"]`; what others write in brackets stays."""
    if "[" not in content:
        return content
    content = _EMBEDDED.sub("", content)
    closed = {found[2] for found in _SHORTCODE.finditer(content) if found[1]}

    def kept(found: re.Match[str]) -> str:
        is_code = found[3] or found[2] in _SHORTCODES or found[2] in closed
        return "" if is_code else found[0]

    return _SHORTCODE.sub(kept, content)
