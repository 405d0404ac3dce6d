"""How the parts of a Word file refer to each other, read and added to.

Source: ECMA-376 part 2, Open Packaging Conventions.
"""

from __future__ import annotations

import re
from posixpath import basename, dirname, join, normpath

from lxml import etree

from eva.documents.package import Package
from eva.domain.errors import TemplateRefused

TYPES = "[Content_Types].xml"
ROOT = "_rels/.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"


def parsed(package: Package, name: str, *, blanks: bool = True) -> etree._Element:
    """Return a part's root; with `blanks` false as python-docx reads it, to equal docxtpl.

    Raises:
        TemplateRefused: The part is missing, isn't well-formed, or declares entities.
    """
    if name not in package:
        raise TemplateRefused("Tiedostosta puuttuu osa.", name)
    content = package.part(name)
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", content.replace(b"\0", b"")):
        raise TemplateRefused("Tiedostossa on kielletty määrittely (DTD).", name)
    parser = etree.XMLParser(
        remove_blank_text=not blanks, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateRefused("Tiedoston osa on rikki.", f"{name}: {error}") from None


def relations_of(name: str) -> str:
    """Return the name of the part that lists what a part refers to; "" is the whole file."""
    return join(dirname(name), "_rels", basename(name) + ".rels")


def related(package: Package, name: str) -> list[tuple[str, str]]:
    """Return the kind and the name of every part that a part refers to.

    Raises:
        TemplateRefused: The list can't be read.
    """
    relations = relations_of(name)
    if relations not in package:
        return []
    return [
        (relation.get("Type", ""), _target(name, relation.get("Target", "")))
        for relation in parsed(package, relations).iterchildren("{*}Relationship")
        if relation.get("TargetMode") != "External"
    ]


def relate(package: Package, name: str, kind: str, target: str) -> bytes:
    """Return the list of what a part refers to, with one more.

    Raises:
        TemplateRefused: The list can't be read.
    """
    relations = relations_of(name)
    if relations in package:
        root = parsed(package, relations)
    else:
        root = etree.Element(f"{{{_RELATIONS_NS}}}Relationships", nsmap={None: _RELATIONS_NS})  # type: ignore[dict-item]
    taken = {relation.get("Id") for relation in root}
    number = next(number for number in range(1, len(taken) + 2) if f"rIdEva{number}" not in taken)
    etree.SubElement(
        root,
        f"{{{_RELATIONS_NS}}}Relationship",
        {"Id": f"rIdEva{number}", "Type": kind, "Target": target},
    )
    return _written(root)


def declare(package: Package, contents: dict[str, str]) -> bytes:
    """Return the list of content types, with those of the given parts.

    Raises:
        TemplateRefused: The list can't be read.
    """
    root = parsed(package, TYPES)
    declared = {entry.get("PartName") for entry in root.iterchildren("{*}Override")}
    for name, content in contents.items():
        if "/" + name not in declared:
            attributes = {"PartName": "/" + name, "ContentType": content}
            etree.SubElement(root, f"{{{_TYPES_NS}}}Override", attributes)
    return _written(root)


def _target(source: str, target: str) -> str:
    return normpath(target[1:] if target.startswith("/") else join(dirname(source), target))


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", standalone=True)
    return written
