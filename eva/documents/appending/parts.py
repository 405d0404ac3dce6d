"""The parts around the body: relationships, content types, and the case file that is carried."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from eva.documents.appending.markup import attribute, before_end, usual
from eva.documents.package import Package
from eva.domain.errors import DocumentRefused

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES = "[Content_Types].xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_CASE_NAMESPACE = b"urn:eva:case:1"
_CASE_ROOT = "{urn:eva:case:1}eva-case"
_CASE_PART = re.compile(r"customXml/[^/]+\.xml")


def main_part(package: Package) -> str:
    """Return the name of the part with the document's body.

    Raises:
        DocumentRefused: The package names none.
    """
    name = _related(package, "", "officeDocument")
    if name not in package:
        raise DocumentRefused("Tiedosto ei ole Word-asiakirja.")
    return name


def styles_part(package: Package, main: str) -> str:
    """Return the name of the part with the styles, "" when there is none."""
    name = _related(package, main, "styles")
    return name if name in package else ""


def add_styles_part(package: Package, main: str) -> str:
    """Return the name of a part for styles, related to the body; it is put by the caller."""
    name = posixpath.join(posixpath.dirname(main), "styles.xml")
    relate(package, main, "styles", "styles.xml")
    declare(package, name, f"{_WORD_TYPE}.styles+xml")
    return name


def relate(package: Package, owner: str, kind: str, target: str) -> None:
    """Add a relationship to a part under an identifier that isn't used yet."""
    name = _relationships_of(owner)
    if name in package:
        xml = usual(package.part(name), b"Relationships", _RELATIONSHIPS)
    else:
        xml = f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
    used = {attribute(tag, b"Id") for tag in _RELATIONSHIP.findall(xml)}
    number = len(used) + 1
    while b"rId%d" % number in used:
        number += 1
    tag = f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    package.put(name, before_end(xml, b"Relationships", tag.encode()))


def declare(package: Package, name: str, content_type: str) -> None:
    """Add the content type of one part."""
    xml = usual(package.part(_CONTENT_TYPES), b"Types", _TYPES)
    tag = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
    package.put(_CONTENT_TYPES, before_end(xml, b"Types", tag.encode()))


def carry_case(source: Package, target: Package, main: str) -> None:
    """Copy the case file from one package to another, over an older one if there is one."""
    case = _case_part(source)
    if not case:
        return
    older = _case_part(target)
    if older:
        target.put(older, source.stream(case))
        return
    number = 1
    while any(f"customXml/{kind}{number}.xml" in target for kind in ("item", "itemProps")):
        number += 1
    name = f"customXml/item{number}.xml"
    target.put(name, source.stream(case))
    relate(target, main, "customXml", posixpath.relpath(name, posixpath.dirname(main)))
    declare_xml(target)
    properties = _related(source, case, "customXmlProps")
    if properties in source:
        copy = f"customXml/itemProps{number}.xml"
        target.put(copy, source.stream(properties))
        relate(target, name, "customXmlProps", f"itemProps{number}.xml")
        declare(target, copy, _PROPERTIES_TYPE)


def declare_xml(package: Package) -> None:
    """Add the content type of XML parts in general, which a minimal document may lack."""
    xml = package.part(_CONTENT_TYPES)
    if not re.search(rb"Extension=[\"']xml[\"']", xml, re.IGNORECASE):
        xml = usual(xml, b"Types", _TYPES)
        tag = b'<Default Extension="xml" ContentType="application/xml"/>'
        package.put(_CONTENT_TYPES, before_end(xml, b"Types", tag))


def _case_part(package: Package) -> str:
    """Return the name of the part with a case file, "" when there is none."""
    for name in package.names():
        if _CASE_PART.fullmatch(name):
            content = package.part(name)
            if _CASE_NAMESPACE in content and _root(content) == _CASE_ROOT:
                return name
    return ""


def _root(content: bytes) -> str:
    """Return the tag of a part's root, "" when it isn't XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return str(etree.fromstring(content, parser).tag)
    except etree.XMLSyntaxError:
        return ""


def _related(package: Package, owner: str, kind: str) -> str:
    """Return the name of the part that another is related to in this way, "" for none."""
    name = _relationships_of(owner)
    if name not in package:
        return ""
    for tag in _RELATIONSHIP.findall(package.part(name)):
        if attribute(tag, b"Type").endswith(b"/" + kind.encode()):
            target = unquote(attribute(tag, b"Target").decode())
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip(
                "/"
            )
    return ""


def _relationships_of(owner: str) -> str:
    """Return the name of the part with the relationships of another; "" is the package."""
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")
