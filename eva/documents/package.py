"""A Word file as a zip of parts that are copied without being unpacked.

Most parts of a document never change: styles, fonts, pictures, headers. Keeping each as the
deflate stream it came in saves the two costly steps, inflating and deflating it again. The
directory is read by the standard library's zipfile, so that everything in the product sees
the same parts in the same file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

LEVEL = 6
"""The deflate level of new parts: smaller files cost little, level 9 costs much."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIZE = _LOCAL.size
_DATE = 33
"""The first day that a zip can hold, 1980-01-01: the same input must give the same bytes."""
_UTF8 = 0x800
_ENCRYPTED = 0x1


class BrokenPackage(Exception):
    """The bytes aren't a zip file that can be read; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One part as it lies in the zip: its method, checksum, size when inflated, and bytes."""

    method: int
    crc: int
    size: int
    data: bytes

    @classmethod
    def deflated(cls, content: bytes, level: int = LEVEL) -> Stream:
        """Return the content as a finished deflate stream."""
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush()
        return cls(zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), data)

    def inflated(self) -> bytes:
        """Return the content, never more than the size that the directory tells.

        Raises:
            BrokenPackage: The stream doesn't hold what the directory says.
        """
        if self.method == zipfile.ZIP_STORED:
            content = self.data
        else:
            unpacker = zlib.decompressobj(-15)
            try:
                content = unpacker.decompress(self.data, self.size + 1)
            except zlib.error as error:
                raise BrokenPackage(str(error)) from error
        if len(content) != self.size or zlib.crc32(content) != self.crc:
            raise BrokenPackage("a part doesn't match its size or checksum")
        return content


class Package:
    """The parts of a Word file, in their order."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        """Start without parts."""
        self._parts: dict[str, Stream | bytes] = {}

    @classmethod
    def read(cls, content: bytes) -> Package:
        """Return the parts of a zip file; nothing is inflated yet.

        Raises:
            BrokenPackage: The bytes aren't a zip file of plain or deflated parts.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                directory = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise BrokenPackage(str(error)) from error
        package = cls()
        for info in directory:
            package._parts[info.filename] = _stream(content, info)
        return package

    def names(self) -> list[str]:
        """Return the names of the parts, in their order."""
        return list(self._parts)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a part of that name."""
        return name in self._parts

    def part(self, name: str) -> bytes:
        """Return a part's content.

        Raises:
            KeyError: There is no part of that name.
            BrokenPackage: The part doesn't match its size or checksum.
        """
        part = self._parts[name]
        return part if isinstance(part, bytes) else part.inflated()

    def stream(self, name: str) -> Stream:
        """Return a part as a finished stream, to be copied into another package.

        Raises:
            KeyError: There is no part of that name.
        """
        part = self._parts[name]
        return Stream.deflated(part) if isinstance(part, bytes) else part

    def put(self, name: str, part: bytes | Stream) -> None:
        """Replace a part where it stands, or add it as the last; it is deflated on writing."""
        self._parts[name] = part

    def remove(self, name: str) -> None:
        """Take a part away.

        Raises:
            KeyError: There is no part of that name.
        """
        del self._parts[name]

    def to_bytes(self) -> bytes:
        """Return the zip file; the same parts always give the same bytes."""
        chunks: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for name in self._parts:
            stream = self.stream(name)
            label = name.encode()
            flags = 0 if name.isascii() else _UTF8
            fields = (
                flags, stream.method, 0, _DATE,
                stream.crc, len(stream.data), stream.size, len(label), 0,
            )  # fmt: skip
            chunks += (_LOCAL.pack(b"PK\3\4", 20, *fields), label, stream.data)
            directory += (
                _CENTRAL.pack(b"PK\1\2", 20, 20, *fields, 0, 0, 0, 0, offset),
                label,
            )
            offset += _LOCAL_SIZE + len(label) + len(stream.data)
        central = b"".join(directory)
        count = len(self._parts)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
        return b"".join((*chunks, central, end))


def _stream(content: bytes, info: zipfile.ZipInfo) -> Stream:
    """Return the part that the directory's entry points to, cut out of the file.

    Raises:
        BrokenPackage: The entry points outside the file, or is packed in another way.
    """
    if info.flag_bits & _ENCRYPTED:
        raise BrokenPackage("a part is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BrokenPackage("a part is packed in an unknown way")
    start = info.header_offset
    head = content[start : start + _LOCAL_SIZE]
    if start < 0 or len(head) < _LOCAL_SIZE or head[:4] != b"PK\3\4":
        raise BrokenPackage("a part isn't where the directory says")
    name_size, extra_size = struct.unpack_from("<2H", head, 26)
    begin = start + _LOCAL_SIZE + name_size + extra_size
    data = content[begin : begin + info.compress_size]
    if len(data) != info.compress_size:
        raise BrokenPackage("a part is cut off")
    return Stream(info.compress_type, info.CRC, info.file_size, data)
