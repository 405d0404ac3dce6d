"""Word's XML by hand, as Word itself writes it, so that a test can have exactly what it means.

Public: word_file(), a whole file from the XML of its body, and the pieces of a body.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from eva.documents.package import Package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

HEADS = (
    '<w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/>'
)
MARGINS = (
    '<w:pgMar w:top="1701" w:right="1134" w:bottom="1134" w:left="1304" w:header="567" '
    'w:footer="567" w:gutter="0"/>'
)
UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>' + MARGINS
LYING = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' + MARGINS
ONE_COLUMN = '<w:cols w:space="708"/><w:docGrid w:linePitch="360"/>'
TWO_COLUMNS = '<w:cols w:num="2" w:space="708"/><w:docGrid w:linePitch="360"/>'


def text(words: str, style: str = "Leipteksti", properties: str = "") -> str:
    """Return a paragraph as Word writes it, with its marks of editing sessions."""
    half = len(words) // 2
    return (
        '<w:p w14:paraId="1A2B3C4D" w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr>'
        f'<w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r w:rsidRPr="00B1">'
        f'<w:t xml:space="preserve">{words[:half]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
        f'<w:t xml:space="preserve">{words[half:]}</w:t></w:r></w:p>'
    )


def section(inside: str) -> str:
    """Return the properties of a section."""
    return f'<w:sectPr w:rsidR="00A77B3E">{inside}</w:sectPr>'


def table(rows: int) -> str:
    """Return a table with borders."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    lines = "".join(
        "<w:tr>" + "".join(cell.format(text(f"Rivi {row} sarake {n}")) for n in "AB") + "</w:tr>"
        for row in range(rows)
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TaulukkoRuudukko"/><w:tblW w:w="0" w:type="auto"/>'
        '</w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
        f"{lines}</w:tbl>"
    )


def picture(number: int) -> str:
    """Return a paragraph with the logo in it."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="360000"/><wp:docPr '
        f'id="{number}" name="Kuva {number}" descr="Vaakuna"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rIdLogo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def png(width: int = 40, height: int = 20) -> bytes:
    """Return a small blue picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    lines = zlib.compress((b"\0" + b"\x00\x38\x5c" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _style(kind: str, identifier: str, name: str, inside: str = "", default: str = "") -> str:
    is_default = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{is_default} w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f"{inside}</w:style>"
    )


def _heading(level: int, size: int, numbering: str = "") -> str:
    return _style(
        "paragraph",
        f"Otsikko{level}",
        f"heading {level}",
        '<w:basedOn w:val="Normaali"/><w:next w:val="Leipteksti"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'{numbering}<w:spacing w:before="240"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:color w:val="7A1F1F"/><w:sz w:val="{size}"/></w:rPr>',
    )


def styles(language: str = "fi-FI", numbering: str = "") -> str:
    """Return a Finnish Word's styles; the headings are numbered if told so."""
    return (
        f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts '
        'w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{language}" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + _style("paragraph", "Normaali", "Normal", "<w:qFormat/>", default="1")
        + _heading(1, 32, numbering)
        + _heading(2, 26, numbering)
        + _style(
            "paragraph",
            "Leipteksti",
            "Body Text",
            '<w:basedOn w:val="Normaali"/><w:pPr><w:spacing w:after="120"/></w:pPr>',
        )
        + _style("table", "Normaalitaulukko", "Normal Table", default="1")
        + _style(
            "table",
            "TaulukkoRuudukko",
            "Table Grid",
            '<w:basedOn w:val="Normaalitaulukko"/><w:tblPr><w:tblBorders><w:top w:val="single" '
            'w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" '
            'w:color="auto"/></w:tblBorders></w:tblPr>',
        )
        + _style("character", "EVAMeta", "Vanha tyyli")  # Our own identifier, taken already.
        + "</w:styles>"
    )


def running_head(root: str, inside: str) -> str:
    return f"{_HEAD}<w:{root} {_SPACES}>{inside}</w:{root}>"


_PAGE = (
    '<w:p><w:r><w:t xml:space="preserve">Sivu </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/>'
    '</w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar '
    'w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar '
    'w:fldCharType="end"/></w:r></w:p>'
)
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Koulu'
    "</dc:title><dc:creator>Sihteeri</dc:creator></cp:coreProperties>"
)
NUMBERING = (
    f'{_HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType '
    'w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
NOTES = (
    f'{_HEAD}<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r>'
    '<w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Perusopetuslaki 6 §'
    "</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
COMMENTS = (
    f'{_HEAD}<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Esittelijä" '
    'w:date="2026-11-02T09:00:00Z"><w:p><w:r><w:t>Tarkista luku.</w:t></w:r></w:p></w:comment>'
    "</w:comments>"
)
_PARTS = {
    "header": ("header1.xml", f"{_WORD}.header+xml"),
    "footer": ("footer1.xml", f"{_WORD}.footer+xml"),
    "first": ("header2.xml", f"{_WORD}.header+xml"),
    "styles": ("styles.xml", f"{_WORD}.styles+xml"),
    "settings": ("settings.xml", f"{_WORD}.settings+xml"),
    "numbering": ("numbering.xml", f"{_WORD}.numbering+xml"),
    "footnotes": ("footnotes.xml", f"{_WORD}.footnotes+xml"),
    "comments": ("comments.xml", f"{_WORD}.comments+xml"),
}


def word_file(body: str, last: str = "", **others: str) -> bytes:
    """Return a Word file: its body, the last section's properties, and other parts by kind."""
    logo = running_head("hdr", picture(7) + "<w:p><w:r><w:t>Mikkelin kaupunki</w:t></w:r></w:p>")
    parts = {
        "header": logo,
        "footer": running_head("ftr", _PAGE),
        "styles": styles(),
        "settings": f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/></w:settings>',
        **others,
    }
    last = last or section(HEADS + UPRIGHT + ONE_COLUMN)
    package = Package()
    package.put("[Content_Types].xml", content_types(parts))
    package.put("_rels/.rels", relationships([
        ("rId1", "officeDocument", "word/document.xml"),
        ("rId2", "metadata/core-properties", "docProps/core.xml"),
    ]))  # fmt: skip
    document = f"{_HEAD}<w:document {_SPACES}><w:body>{body}{last}</w:body></w:document>"
    package.put("word/document.xml", document.encode())
    related = [("rIdLogo", "image", "media/logo.png")]
    for kind, xml in parts.items():
        name = _PARTS[kind][0]
        package.put(f"word/{name}", xml.encode())
        related.append((f"rId{kind.capitalize()}", kind.replace("first", "header"), name))
    package.put("word/_rels/document.xml.rels", relationships(related))
    package.put("word/_rels/header1.xml.rels", relationships(related[:1]))
    package.put("word/media/logo.png", png())
    package.put("docProps/core.xml", _CORE.encode())
    return package.to_bytes()


def content_types(kinds: Iterable[str]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{_PARTS[kind][0]}" ContentType="{_PARTS[kind][1]}"/>'
        for kind in kinds
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml"'
        f' ContentType="{_WORD}.document.main+xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    ).encode()


def relationships(entries: list[tuple[str, str, str]]) -> bytes:
    base = "http://schemas.openxmlformats.org/"
    lines = "".join(
        f'<Relationship Id="{identifier}" Type="{base}'
        f"{'package' if '/' in kind else 'officeDocument'}/2006/"
        f'{kind if "/" in kind else f"relationships/{kind}"}" Target="{target}"/>'
        for identifier, kind, target in entries
    )
    space = f"{base}package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{lines}</Relationships>'.encode()
