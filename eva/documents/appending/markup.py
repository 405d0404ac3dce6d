"""Word's XML read as text: what to find in it, and how to put something into it.

A long agenda item is megabytes of XML of which only the end of the body changes. Building a
tree of it costs ten times more than finding that end, and writing the tree again would change
bytes that must not change. Text within elements can't be mistaken for a tag, because `<` is
always escaped there; the constructs for which that isn't so (comments, CDATA) and unusual
prefixes are taken away first, by usual().
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from lxml import etree

from eva.domain.errors import DocumentRefused

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_PROLOG = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)[\"']")
_UTF8 = frozenset({b"utf-8", b"us-ascii", b"ascii"})


def usual(xml: bytes, root: bytes, namespace: str = WORD) -> bytes:
    """Return a part whose tags can be found as text: the very same bytes in all but odd files.

    An odd file is one with comments, CDATA, another encoding than UTF-8, or another prefix
    than `root` has (as in b"w:document"); it is written anew with the same content.

    Raises:
        DocumentRefused: The part's root is another element.
    """
    prolog = _PROLOG.match(xml)
    start = prolog.end() if prolog else 0
    declared = _ENCODING.search(xml, 0, start)
    is_utf8 = not declared or declared.group(1).lower() in _UTF8
    is_plain = not _has_tag(xml, b"!", start) and not _has_tag(xml, b"?", start)
    if is_utf8 and is_plain and re.match(rb"<" + root + rb"[\s/>]", xml[start : start + 80]):
        return xml
    return _written_anew(xml, root.decode(), namespace)


def _has_tag(xml: bytes, sign: bytes, start: int) -> bool:
    """Return whether a tag begins with a sign; the sign is rarer than `<`, so it is looked for."""
    position = xml.find(sign, start)
    while position >= 0:
        if xml[position - 1 : position] == b"<":
            return True
        position = xml.find(sign, position + 1)
    return False


def _written_anew(xml: bytes, root: str, namespace: str) -> bytes:
    """Return the part in UTF-8, with its root's own prefix, without comments and CDATA."""
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    try:
        old = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentRefused("Tiedoston sisältö on vioittunut.") from error
    prefix, _, name = root.rpartition(":")
    if old.tag != f"{{{namespace}}}{name}":
        raise DocumentRefused("Tiedosto ei ole Word-asiakirja.")
    spaces = {key: value for key, value in old.nsmap.items() if value != namespace}
    spaces[prefix or None] = namespace
    declared = " ".join(
        f"xmlns:{key}={quoteattr(value)}" if key else f"xmlns={quoteattr(value)}"
        for key, value in spaces.items()
    )
    new = etree.fromstring(f"<{root} {declared}/>")
    for key, value in old.attrib.items():
        new.set(key, value)
    for child in list(old):
        new.append(child)
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def attribute(tag: bytes, name: bytes) -> bytes:
    """Return an attribute's value in a tag, b"" when it has none; escapes are left as they are."""
    found = re.search(rb"[\s]" + re.escape(name) + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return (found.group(1) or found.group(2) or b"") if found else b""


def start_of_last(xml: bytes, end: int, name: bytes) -> int:
    """Return where the element begins whose end tag ends at `end`; elements may nest.

    Only the end of the part is looked at, and more of it as long as that isn't enough.

    Raises:
        DocumentRefused: There is an end tag without a beginning.
    """
    token = re.compile(rb"<" + name + rb"(?=[\s/>])[^>]*?(/?)>|</" + name + rb">")
    window = 1 << 14
    while True:
        begin = max(0, end - window)
        depth = 0
        for found in reversed(list(token.finditer(xml, begin, end))):
            if found.group().startswith(b"</"):
                depth += 1
            elif not found.group(1):
                depth -= 1
            if depth == 0:
                return found.start()
        if begin == 0:
            raise DocumentRefused("Tiedoston sisältö on vioittunut.")
        window *= 8


def before_end(xml: bytes, root: bytes, added: bytes) -> bytes:
    """Return a part with something added as the last child of its root.

    Raises:
        DocumentRefused: The part doesn't end as its root must.
    """
    closing = b"</" + root + b">"
    position = xml.rfind(closing)
    if position >= 0:
        return xml[:position] + added + xml[position:]
    empty = re.search(rb"<" + root + rb"(?:\s[^>]*?)?(/)>\s*$", xml)
    if not empty:
        raise DocumentRefused("Tiedoston sisältö on vioittunut.")
    return xml[: empty.start(1)] + b">" + added + closing
