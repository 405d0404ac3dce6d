"""The outside of an upload: what kind of file it is, and whether its zip is an honest one."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NoReturn

from eva.documents.gate.messages import Reason
from eva.documents.package import BrokenPackage, Package
from eva.domain.errors import UploadRefused

MAX_FILE = 10 << 20
MAX_UNPACKED = 100 << 20
MAX_PART = 30 << 20
MAX_PARTS = 2000
MAX_RATIO = 200
_MAX_NAME = 250
_RATIO_MATTERS_FROM = 1 << 20

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENTRY_MAGIC = b"PK\1\2"

_XML_KINDS = frozenset({"xml", "rels", "vml", "svg", "psmdcp"})
_UNPACKED_PICTURES = frozenset({"bmp", "dib", "emf", "wmf", "tif", "tiff"})
"""Pictures that their own format doesn't pack, so that a white one shrinks a thousandfold."""
_KINDS = (
    _XML_KINDS
    | _UNPACKED_PICTURES
    | {"png", "jpg", "jpeg", "jpe", "jfif", "gif", "wdp", "webp", "odttf", "ttf", "otf", "xlsx"}
)
_MACRO_PART = re.compile(r"vba(project|data)|\.(docm|dotm|xlsm)$", re.IGNORECASE)
_ACTIVE_PART = re.compile(
    r"activex|afchunk|\.(bin|ole|exe|dll|js|vbs|html?|mht|mhtml|rtf|docx?|xlsb?|pptx?|lnk|cmd|bat)$",
    re.IGNORECASE,
)
_BAD_NAME = re.compile(r"[\x00-\x1f\\:]|^/|(^|/)\.\.?(/|$)|//")


def refuse(reason: Reason, detail: str = "") -> NoReturn:
    """Refuse the file; the detail is cut and made printable, since it is the file's own text.

    Raises:
        UploadRefused: Always.
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in detail[:120])
    raise UploadRefused(reason, printable.strip())


def is_xml(name: str) -> bool:
    """Return whether a part of this name is read as XML."""
    return name.rpartition(".")[2].lower() in _XML_KINDS


def check_kind(content: bytes) -> None:
    """Refuse what isn't a zip file, by what it is instead.

    Raises:
        UploadRefused: The file is too large or of another kind.
    """
    if not content:
        refuse("empty")
    if len(content) > MAX_FILE:
        refuse("too_large")
    if content.startswith(_OLE_MAGIC):
        refuse("encrypted" if _ENCRYPTED_PACKAGE in content else "old_doc")
    if content.lstrip()[:5] == b"%PDF-":
        refuse("pdf")
    if content.lstrip()[:5] == b"{\\rtf":
        refuse("rtf")
    if not content.startswith(b"PK\3\4"):
        refuse("not_docx")
    if content.count(_ENTRY_MAGIC) > MAX_PARTS:  # Counted before a directory of millions is built.
        refuse("too_many_parts")


def open_archive(content: bytes) -> Package:
    """Return the parts, once the zip's directory has been found honest.

    Raises:
        UploadRefused: The zip is broken, too large, or names what a document never holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        refuse("broken_zip", str(error))
    names = [entry.filename for entry in entries]
    if "mimetype" in names:
        refuse("odt")
    if len({name.lower() for name in names}) != len(names):
        refuse("duplicate_parts")
    for entry in entries:
        _check_name(entry)
        _check_size(entry)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        refuse("uncompressed_size")
    if sum(entry.compress_size for entry in entries) > len(content):
        refuse("broken_zip", "overlapping parts")
    try:
        return Package.read(content)
    except BrokenPackage as error:
        refuse("broken_zip", str(error))


def read_part(package: Package, name: str) -> bytes:
    """Return a part's content, never more than the directory told.

    Raises:
        UploadRefused: The directory lied about the size or the checksum.
    """
    try:
        return package.part(name)
    except BrokenPackage as error:
        refuse("broken_zip", f"{name}: {error}")


def _check_name(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry by its name."""
    name = entry.orig_filename
    if entry.flag_bits & 1:
        refuse("encrypted", name)
    if _BAD_NAME.search(name) or len(name) > _MAX_NAME:
        refuse("path", name)
    if name.endswith("/"):
        return
    if _MACRO_PART.search(name):
        refuse("macro", name)
    if name.lower().endswith(".sigs"):
        refuse("signed")
    if _ACTIVE_PART.search(name):
        refuse("active_content", name)
    if name.rpartition(".")[2].lower() not in _KINDS:
        refuse("part_kind", name)


def _check_size(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry by the sizes that the directory tells."""
    if entry.file_size > MAX_PART:
        refuse("part_too_large", entry.filename)
    if entry.filename.rpartition(".")[2].lower() in _UNPACKED_PICTURES:
        return
    packed = max(entry.compress_size, 1)
    if entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * packed:
        refuse("compression_ratio", entry.filename)
