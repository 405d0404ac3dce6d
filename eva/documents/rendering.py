"""From a compiled template and a report to the bytes of a Word file.

Jinja fills in the few parts that hold placeholders; every other part is copied as the finished
deflate stream that the compiled template keeps. No XML is parsed and neither docxtpl nor
python-docx is imported. The same input always gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import count, islice
from typing import Any

from jinja2 import Template, TemplateError

from eva.documents import case_part, tables, template_language
from eva.documents.case_part import read_case
from eva.documents.listing import BREAKS, resolved
from eva.documents.package import Package, Stream
from eva.domain.errors import DocumentRefused

__all__ = ["CompiledTemplate", "Properties", "load", "read_case"]

FORMAT = "eva-word-template/1"
"""What a compiled template calls itself; it changes when an old one can no longer be read."""
MAX_DOCUMENT = 30 << 20
"""Letters of a filled part, and bytes of the file: beyond it Word itself gives in."""
MAX_PROPERTY = 255
"""Letters of a core property that Word and python-docx take."""

_CORE = "docProps/core.xml"
_KEPT_TEMPLATES = 32
_PIECES = 2048
_ODD = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
_ODD_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# U+FFFE and U+FFFF as UTF-8: the only other signs that XML can't hold.
_NOT_SIGNS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_PICTURE = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*"')
_FIRST_PICTURE = 1001
"""docxtpl gives drawings the numbers from here on, and so does this."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself to Word and to the case management system."""

    title: str
    author: str
    subject: str
    language: str
    created: datetime
    identifier: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that holds placeholders."""

    before: bytes
    after: bytes
    template: Template
    has_tables: bool
    has_pictures: bool


class CompiledTemplate:
    """A template that is ready to be filled in, for as long as the process lives."""

    def __init__(self, compiled: bytes) -> None:
        """Read what `compiler.compile_template` made; the allow-list is checked once more."""
        content = json.loads(compiled)
        if content["format"] != FORMAT:
            raise ValueError("compiled by another version of the program")
        self._parts: dict[str, Stream | _Part] = {}
        for part in content["parts"]:
            self._parts[part["name"]] = _filled(part) if "source" in part else _stream(part)
        self._case_item: str = content["case"]["item"]
        self._case_parts = {part["name"]: _stream(part) for part in content["case"]["parts"]}

    def render(
        self, report: Mapping[str, Any], properties: Properties, case: str | None = None
    ) -> bytes:
        """Return the Word file; `report` is plain data, `case` the JSON text that it carries.

        Raises:
            DocumentRefused: The template asks for what the report lacks, or the file is too large.
        """
        package = Package()
        values = dict(report)
        for name, part in self._parts.items():
            package.put(name, part if isinstance(part, Stream) else _content(part, values))
        package.put(_CORE, _core(properties))
        if case is not None:
            for name, stream in self._case_parts.items():
                package.put(name, stream)
            package.put(self._case_item, case_part.written(case))
        document = package.to_bytes()
        if len(document) > MAX_DOCUMENT:
            raise DocumentRefused("Asiakirjasta tulisi liian suuri.")
        return document


_templates: OrderedDict[bytes, CompiledTemplate] = OrderedDict()
_lock = threading.Lock()


def load(compiled: bytes) -> CompiledTemplate:
    """Return the template that `compiler.compile_template` made, once a process."""
    key = hashlib.sha256(compiled).digest()
    with _lock:
        if key in _templates:
            _templates.move_to_end(key)
            return _templates[key]
        template = _templates[key] = CompiledTemplate(compiled)
        if len(_templates) > _KEPT_TEMPLATES:
            _templates.popitem(last=False)
        return template


def _filled(part: dict[str, Any]) -> _Part:
    tree = template_language.parse(part["source"], part["name"])
    return _Part(
        before=part["before"].encode(),
        after=part["after"].encode(),
        template=template_language.compiled(tree, part["name"]),
        has_tables=tables.BEGIN in part["source"],
        has_pictures=part["pictures"],
    )


def _stream(part: dict[str, Any]) -> Stream:
    data = base64.b64decode(part["data"])
    return Stream(part["method"], part["crc"], part["size"], data)


def _content(part: _Part, values: dict[str, Any]) -> bytes:
    """Return a part with its placeholders filled in.

    Raises:
        DocumentRefused: A value is missing, or there is too much of them.
    """
    try:
        program = part.template.root_render_func(part.template.new_context(values))
        text = "".join(_limited(program))
    except TemplateError as error:
        raise DocumentRefused(
            f"Asiakirjapohja ja asian tiedot eivät sovi yhteen: {error.message}"
        ) from None
    if any(sign in text for sign in BREAKS):
        text = resolved(text)
    if part.has_tables:
        text = tables.fit(text)
    if part.has_pictures:
        numbers = count(_FIRST_PICTURE)
        text = _PICTURE.sub(lambda found: f'{found[1]}{next(numbers)}"', text)
    return part.before + _writable(text) + part.after


def _limited(program: Iterator[str]) -> Iterator[str]:
    """Yield what the program writes, a batch at a time, until it's too much.

    Raises:
        DocumentRefused: It's too much.
    """
    size = 0
    while batch := "".join(islice(program, _PIECES)):
        size += len(batch)
        if size > MAX_DOCUMENT:
            raise DocumentRefused("Asiakirjasta tulisi liian suuri.")
        yield batch


def _writable(text: str) -> bytes:
    """Return the text as UTF-8 without what XML can't hold.

    Texts are cleaned on their way into the product; this is the second lock, since one such sign
    would make the whole file unreadable.
    """
    try:
        content = text.encode().translate(None, _ODD)
    except UnicodeEncodeError:
        raise DocumentRefused("Tekstissä on rikkinäinen merkki.") from None
    for sign in _NOT_SIGNS:
        content = content.replace(sign, b"")
    return content


def _core(properties: Properties) -> bytes:
    """Return docProps/core.xml, written here since docxtpl escapes titles twice."""
    cut = {
        name: escape(_ODD_SIGNS.sub("", getattr(properties, name))[:MAX_PROPERTY], quote=False)
        for name in ("title", "author", "subject", "language", "identifier", "version")
    }
    created = properties.created
    moment = (created.astimezone(UTC) if created.tzinfo else created).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
        '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{cut['title']}</dc:title><dc:subject>{cut['subject']}</dc:subject>"
        f"<dc:creator>{cut['author']}</dc:creator>"
        f"<cp:lastModifiedBy>{cut['author']}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:identifier>{cut['identifier']}</dc:identifier>"
        f"<dc:language>{cut['language']}</dc:language>"
        f"<cp:version>{cut['version']}</cp:version></cp:coreProperties>"
    ).encode()
