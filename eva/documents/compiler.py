"""A Word template made ready: checked once, patched once, and kept as bytes.

Of all that docxtpl does for a document, most is done to the template and comes out the same each
time. It is done here, once, when the template is taken in. What is left for each document is to
run the Jinja program and to deflate the few parts that changed; see `rendering`.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from lxml import etree

from eva.documents import case_part, relations, shape, tables, template_language
from eva.documents.package import BrokenPackage, Package, Stream
from eva.documents.rendering import FORMAT
from eva.documents.worker import run_once
from eva.domain.errors import TemplateRefused

MAX_TEMPLATE = 10 << 20
"""Bytes of the file; a city's template with its arms and fonts is far below a megabyte."""
MAX_UNPACKED = 60 << 20
MAX_PART = 3 << 20
"""Letters of a part that holds placeholders."""
MAX_PARTS = 500
MAX_MARKERS = 1500
"""Placeholders in a part: docxtpl's patching takes time by the square of them."""

_CORE = "docProps/core.xml"
_CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_CONTENT = "application/vnd.openxmlformats-package.core-properties+xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARKER = re.compile(r"\{[{%#]")
_TAG = re.compile(r"<[^>]*>")
_BODY = re.compile(r"<w:body[ >].*</w:body>", re.DOTALL)
# Parts whose text Word shows, but where docxtpl fills nothing in.
_UNFILLED = re.compile(r"word/(?:endnotes|comments|glossary/.*|charts/.*|diagrams/.*)\.xml")
_UNREADABLE = "Tämä ei ole Word-tiedosto, jonka voi lukea."


def compile_safely(content: bytes) -> bytes:
    """Return the compiled template, made in a process of its own with limits.

    Raises:
        TemplateRefused: The template isn't taken, or is too heavy to be read.
    """
    if len(content) > MAX_TEMPLATE:
        raise TemplateRefused("Tiedosto on liian suuri.")
    return run_once("compile", [content], refused=TemplateRefused)


def compile_template(content: bytes) -> bytes:
    """Return the template as JSON text that `rendering.load` can run with Jinja alone.

    It belongs into a process with limits, see `compile_safely`: a hostile template can take
    much time and memory here before it's refused.

    Raises:
        TemplateRefused: The template isn't taken.
    """
    try:
        return _compiled(_package(content))
    except (ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        # A file from outside can be wrong in ways that lxml and docxtpl tell of by these only.
        raise TemplateRefused(_UNREADABLE, type(error).__name__) from error


def variables(content: bytes) -> set[str]:
    """Return the names that the template takes from the report; nothing is evaluated.

    Raises:
        TemplateRefused: The template isn't taken.
    """
    package = _package(content)
    found: set[str] = set()
    for name, part in _parts(package, _document(package)).items():
        found |= template_language.names(template_language.parse(part["source"], name))
    return found


def _compiled(package: Package) -> bytes:
    document = _document(package)
    _refuse_unfilled(package)
    parts = _parts(package, document)
    for name, part in parts.items():
        tree = template_language.parse(part["source"], name)
        shape.check(tree, name, part["before"], part["after"])
        template_language.compiled(tree, name)
    _add_core(package)
    types = _kept(relations.TYPES, package.stream(relations.TYPES))
    others = [name for name in package.names() if name not in (relations.TYPES, _CORE)]
    return json.dumps(
        {
            "format": FORMAT,
            "parts": [types, *(parts.get(name) or _kept(name, package.stream(name))
                               for name in others)],
            "case": _with_case(package, document),
        },
        separators=(",", ":"),
    ).encode()  # fmt: skip


def _package(content: bytes) -> Package:
    """Return the file's parts after their sizes were looked at and nothing else."""
    if len(content) > MAX_TEMPLATE:
        raise TemplateRefused("Tiedosto on liian suuri.")
    try:
        package = Package.read(content)
        names = package.names()
        if len(names) > MAX_PARTS:
            raise TemplateRefused("Tiedostossa on liian monta osaa.")
        if sum(package.stream(name).size for name in names) > MAX_UNPACKED:
            raise TemplateRefused("Tiedosto on purettuna liian suuri.")
        for name in names:
            package.part(name)
    except BrokenPackage as error:
        raise TemplateRefused(_UNREADABLE, str(error)) from None
    return package


def _document(package: Package) -> str:
    """Return the name of the main part."""
    for kind, name in relations.related(package, ""):
        if kind == relations.OFFICE + "officeDocument":
            return name
    raise TemplateRefused(_UNREADABLE, relations.ROOT)


def _parts(package: Package, document: str) -> dict[str, dict[str, Any]]:
    """Return the parts that docxtpl fills in, each patched by its own rules."""
    parts = {document: _patched(package, document, is_document=True)}
    for kind, name in relations.related(package, document):
        if kind.removeprefix(relations.OFFICE) in ("header", "footer", "footnotes"):
            parts[name] = _patched(package, name, is_document=False)
    return parts


def _patched(package: Package, name: str, *, is_document: bool) -> dict[str, Any]:
    """Return what the compiled template keeps of a part that holds placeholders."""
    # docxtpl takes footnotes as they are written and the other parts as python-docx reads them.
    root = relations.parsed(package, name, blanks=name.endswith("footnotes.xml"))
    if root.nsmap.get("w") != _WORD:
        raise TemplateRefused(_UNREADABLE, name)
    text = etree.tostring(root, encoding="unicode")
    if len(text) > MAX_PART:
        raise TemplateRefused("Osa, jossa on kenttiä, on liian suuri.", name)
    if len(_MARKER.findall(_TAG.sub("", text))) > MAX_MARKERS:
        raise TemplateRefused("Kenttiä on liian paljon.", name)
    start, end = 0, len(text)
    if is_document:
        body = _BODY.search(text)
        if body is None:
            raise TemplateRefused(_UNREADABLE, name)
        start, end = body.span()
    source = _docxtpl_patch(text[start:end])
    return {
        "name": name,
        "before": _XML + text[:start],
        "source": tables.mark(source, name) if is_document else source,
        "after": text[end:],
        "pictures": is_document and _has_pictures(root, name),
    }


def _has_pictures(root: etree._Element, name: str) -> bool:
    """Return whether the part has drawings, whose numbers docxtpl gives anew."""
    drawings = list(root.iter(f"{{{_DRAWING}}}docPr"))
    if any(drawing.prefix != "wp" for drawing in drawings):
        raise TemplateRefused("Kuva on tallennettu tavalla, jota ei tueta.", name)
    return bool(drawings)


def _docxtpl_patch(xml: str) -> str:
    # Imported here: it takes longer than everything else the product does for a document.
    import docx.oxml.ns
    from docxtpl import DocxTemplate

    # Importing docxtpl beside docxcompose changes this entry for everybody (docxtpl #471).
    docx.oxml.ns.nsmap["cp"] = (
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    )
    patched = DocxTemplate("").patch_xml(xml)
    if not isinstance(patched, str):
        raise TypeError("docxtpl's patch_xml gives a text")
    return patched


def _refuse_unfilled(package: Package) -> None:
    """Refuse placeholders where they would be printed as they are."""
    for name in package.names():
        if _UNFILLED.fullmatch(name):
            text = "".join(str(piece) for piece in relations.parsed(package, name).itertext())
            if _MARKER.search(text):
                raise TemplateRefused("Kenttiä ei täytetä tässä tiedoston osassa.", name)


def _add_core(package: Package) -> None:
    """Make the package name its core properties, which each document writes anew."""
    named = dict(relations.related(package, ""))
    if named.get(_CORE_TYPE, _CORE) != _CORE:
        raise TemplateRefused(
            "Tiedoston ominaisuudet on tallennettu tavalla, jota ei tueta.", named[_CORE_TYPE]
        )
    if _CORE_TYPE not in named:
        package.put(relations.ROOT, relations.relate(package, "", _CORE_TYPE, _CORE))
    package.put(relations.TYPES, relations.declare(package, {_CORE: _CORE_CONTENT}))


def _with_case(package: Package, document: str) -> dict[str, Any]:
    """Return the case's place in the document, and the parts that are otherwise because of it."""
    for name in package.names():
        if name.startswith("customXml/") and case_part.NAMESPACE.encode() in package.part(name):
            raise TemplateRefused(
                "Tämä on valmis asiakirja, jossa on asian tiedot, eikä asiakirjapohja.", name
            )
    number = next(n for n in range(1, MAX_PARTS + 2) if f"customXml/item{n}.xml" not in package)
    item, card = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts = {
        relations.TYPES: relations.declare(
            package, {item: "application/xml", card: case_part.PROPERTIES_CONTENT}
        ),
        relations.relations_of(document): relations.relate(
            package, document, relations.OFFICE + "customXml", f"/{item}"
        ),
        relations.relations_of(item): relations.relate(
            package, item, relations.OFFICE + "customXmlProps", f"itemProps{number}.xml"
        ),
        card: case_part.PROPERTIES,
    }
    return {
        "item": item,
        "parts": [_kept(name, Stream.deflated(part)) for name, part in parts.items()],
    }


def _kept(name: str, stream: Stream) -> dict[str, Any]:
    """Return a part that never changes, as the finished stream that it's written as."""
    return {
        "name": name,
        "method": stream.method,
        "crc": stream.crc,
        "size": stream.size,
        "data": base64.b64encode(stream.data).decode(),
    }
