"""The gate that an uploaded Word file must pass before anything else reads it.

Public: check(), which refuses a file, and MESSAGES, a sentence for each reason.

The rules and limits come from trying 40 kinds of hostile files on the libraries that read
Word files: what those libraries keep in their output, hang on or fail on is refused here,
with zipfile and lxml only, each kind with its own reason.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from eva.documents.gate import archive, content
from eva.documents.gate.messages import MESSAGES, Reason
from eva.documents.package import Package

__all__ = ["MESSAGES", "Reason", "check"]

_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONSHIPS = "_rels/.rels"


def check(upload: bytes) -> None:
    """Return nothing for an ordinary Word file of any program.

    Raises:
        UploadRefused: The file is of another kind, broken, too large, or holds something
            that an agenda item never needs; `reason` is a key of MESSAGES.
    """
    archive.check_kind(upload)
    package = archive.open_archive(upload)
    for name in (_CONTENT_TYPES, _ROOT_RELATIONSHIPS):
        if name not in package:
            archive.refuse("not_word", name)
    _Reading(package).check()


class _Reading:
    """One reading of all XML parts: what each uses, and what its relationships give."""

    def __init__(self, package: Package) -> None:
        """Know the parts' names as a relationship may spell them."""
        self.package = package
        self.names = {name.lower(): name for name in package.names()}
        self.used: dict[str, set[str]] = {}
        self.given: dict[str, set[str]] = {}
        self.roots: dict[str, str] = {}
        self.main = ""

    def check(self) -> None:
        """Read each part once, then compare the parts with each other.

        Raises:
            UploadRefused: A part or their connections are refused.
        """
        content_types: etree._Element | None = None
        for name, data, root in content.read_xml(self.package):
            if name == _CONTENT_TYPES:
                content_types = root
            elif name.endswith(".rels"):
                self._read_relationships(name, root)
            else:
                content.check_markup(name, root)
                self.used[name] = content.used_references(data)
                self.roots[name] = content.kind_of_root(root)
        for name, used in self.used.items():
            for reference in sorted(used - self.given.get(name, set())):
                archive.refuse("dangling_relationship", f"{name} {reference}")
        if content_types is None or self.main not in self.roots:
            archive.refuse("not_word", self.main)
        content.check_content_types(content_types, self.main)
        content.check_main(self.roots[self.main])

    def _read_relationships(self, name: str, root: etree._Element) -> None:
        """Keep the identifiers of the part that the relationships belong to."""
        folder, file = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        targets = content.check_relationships(name, root, self.names)
        self.given[owner] = set(targets)
        if name == _ROOT_RELATIONSHIPS:
            self.main = content.main_part(root, targets)
