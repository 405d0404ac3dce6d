"""What became of hostile values: the texts that the tables hold, and what pages make of them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from sqlalchemy import JSON, String, Table, select

from eva.domain.text import clean_text
from eva.models import Base
from tests.integration.town import Town

_KEPT_APART = {
    ("audit_event", "previous_hash"),
    ("audit_event", "hash"),
    ("submission", "fingerprint"),
    ("web_session", "token_hash"),
    ("web_session", "browser"),
    ("stored_file", "sha256"),
    ("document", "sha256"),
}
"""What is another every time: hashes of moments, of chance, and of addresses with numbers, which
PostgreSQL leaves out after a change that was taken back."""


def expect_no_script(tree: etree._Element, where: str) -> None:
    """Expect that the page runs no script but its own file, and leads nowhere by a script."""
    assert not tree.xpath("//script[not(starts-with(@src, '/static/'))]"), where
    assert not tree.xpath("//iframe|//object|//embed|//base|//svg//script|//style"), where
    assert not tree.xpath("//@*[starts-with(name(), 'on')]|//@style|//@srcdoc"), where
    for address in tree.xpath("//@href|//@src|//@action|//@formaction"):
        assert re.match(r"[/#?]|[\w.-]+$|mailto:|https://", str(address)), (where, address)
        assert "evil.example" not in urlsplit(str(address)).netloc, (where, address)


def texts_of(town: Town) -> Iterator[tuple[str, str, str]]:
    """Yield every text that every table holds: table, column, text."""
    with town.reading() as session:
        for table in Base.metadata.sorted_tables:
            assert isinstance(table, Table)
            wanted = [column for column in table.columns if isinstance(column.type, String | JSON)]
            if not wanted:
                continue
            for row in session.execute(select(*wanted)):
                for column, value in zip(wanted, row, strict=True):
                    for text in _texts_in(value):
                        yield table.name, column.name, text


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _texts_in(item)


def forbidden(texts: Iterator[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the texts that hold what may not be kept."""
    return [
        (table, column, ascii(text)[:200])
        for table, column, text in texts
        if clean_text(text) != unicodedata.normalize("NFC", text)
    ]


def summary(town: Town) -> Counter[tuple[str, str, str]]:
    """Return how often each text is kept where, without what is another every time."""
    return Counter(found for found in texts_of(town) if found[:2] not in _KEPT_APART)
