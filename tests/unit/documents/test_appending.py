"""The agenda item comes through unharmed, and the whole assessment stands after it."""

import io
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from eva.documents import appending, gate, rendering
from eva.documents.compiler import compile_template
from eva.documents.package import Package
from eva.domain.errors import DocumentRefused
from tests import agenda_items
from tests.word_markup import HEADS, ONE_COLUMN, TWO_COLUMNS, UPRIGHT, W, section, text, word_file
from tests.word_templates import PROPERTIES, SHIPPED, sample_report

MAIN = "word/document.xml"
ATTACHMENT = "Liite 2"
NEW_SECTION = {"landscape_last", "landscape_table_last", "two_columns_last", "first_page_header",
               "tracked_changes", "bookmarks"}  # fmt: skip
ITEMS = pytest.mark.parametrize("name", agenda_items.MAKERS)


@cache
def assessment(
    language: str = "fi", case: str = '{"register_number": "MliDno-2023-3655"}'
) -> bytes:
    """Return the school case as the shipped template prints it."""
    template = (SHIPPED / f"assessment.{language}.docx").read_bytes()
    return rendering.load(compile_template(template)).render(sample_report(), PROPERTIES, case)


@cache
def appended(name: str) -> bytes:
    return appending.append(agenda_items.made(name), assessment(), ATTACHMENT)


def root(document: bytes, name: str = MAIN) -> etree._Element:
    return etree.fromstring(Package.read(document).part(name))


def paragraphs(document: bytes) -> list[str]:
    """Return the text of every paragraph of the body, fields' instructions and deletions too."""
    return ["".join(map(str, p.itertext())) for p in root(document).iter(f"{{{W}}}p")]


def value(element: etree._Element, path: str) -> str:
    """Return the value of the one element that a path of Word's names leads to."""
    found = element.find("/".join(f"{{{W}}}{name}" for name in path.split("/")))
    assert found is not None, path
    return str(found.get(f"{{{W}}}val"))


def sections(document: bytes) -> list[bytes]:
    return [
        etree.tostring(properties, method="c14n", exclusive=True).replace(b"ns0", b"w")
        for properties in root(document).iter(f"{{{W}}}sectPr")
        if next(properties.iterancestors()).tag != f"{{{W}}}sectPrChange"
    ]


def style_names(document: bytes) -> dict[str, str]:
    styles = root(document, "word/styles.xml").iter(f"{{{W}}}style")
    return {str(style.get(f"{{{W}}}styleId")): value(style, "name") for style in styles}


@ITEMS
def test_every_paragraph_of_the_item_stands_first_and_the_assessment_after_it(name: str) -> None:
    before, after = paragraphs(agenda_items.made(name)), paragraphs(appended(name))
    ours = [*([] if ATTACHMENT in before else [ATTACHMENT]), *paragraphs(assessment())]
    assert after[: len(before)] == before
    rest = after[len(before) :]
    if rest[:1] == [""]:  # The paragraph that ends the item's last section after a table.
        rest = rest[1:]
    assert rest == ours


@ITEMS
def test_every_other_part_of_the_item_is_kept_byte_for_byte(name: str) -> None:
    before, after = Package.read(agenda_items.made(name)), Package.read(appended(name))
    changed = {MAIN, "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert [part for part in after.names() if part in before] == before.names()
    for part in before.names():
        if part not in changed:
            assert after.part(part) == before.part(part), part
    if name != "other_prefix" and "word/styles.xml" in before:
        # The styles are only added to: what was there is still there, and first.
        kept = before.part("word/styles.xml").rpartition(b"</w:styles>")[0]
        assert after.part("word/styles.xml").startswith(kept)


@ITEMS
def test_the_items_own_xml_is_kept_byte_for_byte(name: str) -> None:
    if name == "other_prefix":
        return  # A prefix that no word processor writes; its content is compared above.
    before = Package.read(agenda_items.made(name)).part(MAIN)
    after = Package.read(appended(name)).part(MAIN)
    # The last section's properties may move into the last paragraph, so that alone opens.
    last = max(before.rfind(b"<w:p "), before.rfind(b"<w:p>"))
    assert after[:last] == before[:last]
    if name not in NEW_SECTION and b"<w:sectPr" in before:
        last = before.rindex(b"<w:sectPr")
        assert after[:last] == before[:last]
        assert after.endswith(before[last:])


@ITEMS
def test_the_sections_of_the_item_keep_their_properties(name: str) -> None:
    before, after = sections(agenda_items.made(name)), sections(appended(name))
    assert after[: len(before)] == before
    assert len(after) - len(before) == (1 if name in NEW_SECTION else 0)
    if name in NEW_SECTION:
        assert b'w:w="11906"' in after[-1]
        assert b"titlePg" not in after[-1]
        assert b"nextPage" in after[-1]


@ITEMS
def test_the_result_passes_the_gate_and_opens_in_python_docx(name: str) -> None:
    gate.check(appended(name))
    document = Document(io.BytesIO(appended(name)))
    assert any(paragraph.text == ATTACHMENT for paragraph in document.paragraphs)


@ITEMS
def test_a_second_assessment_brings_nothing_twice_but_itself(name: str) -> None:
    once = Package.read(appended(name))
    twice_bytes = appending.append(appended(name), assessment(case='{"version": 2}'), "Liite 3")
    twice = Package.read(twice_bytes)
    gate.check(twice_bytes)
    assert twice.names() == once.names()
    assert twice.part("word/styles.xml") == once.part("word/styles.xml")
    assert rendering.read_case(twice_bytes) == '{"version": 2}'
    length = len(paragraphs(appended(name)))
    assert paragraphs(twice_bytes)[:length] == paragraphs(appended(name))


def test_the_case_file_is_carried() -> None:
    assert (
        rendering.read_case(appended("word_finnish")) == '{"register_number": "MliDno-2023-3655"}'
    )
    assert rendering.read_case(appended("minimal")) is not None


def test_the_same_files_give_the_same_bytes() -> None:
    again = appending.append(agenda_items.made("tables_last"), assessment(), ATTACHMENT)
    assert again == appended("tables_last")


def test_headings_go_one_level_down_under_the_items_own_names() -> None:
    names = style_names(appended("word_finnish"))
    levels = _headings(appended("word_finnish"), names)
    ours = _headings(assessment(), style_names(assessment()))
    lower = {"Title": "heading 1", "heading 1": "heading 2", "heading 2": "heading 3",
             "heading 3": "heading 4"}  # fmt: skip
    expected = [("heading 1", ATTACHMENT), *((lower[name], words) for name, words in ours)]
    assert levels[-len(expected) :] == expected
    assert names["Otsikko2"] == "heading 2"
    assert "Otsikko2" in {str(style) for style in _used(appended("word_finnish"))}
    assert set(_used(appended("word_finnish"))) <= set(names)


def _used(document: bytes) -> Iterator[str]:
    for kind in ("pStyle", "rStyle", "tblStyle"):
        for style in root(document).iter(f"{{{W}}}{kind}"):
            yield str(style.get(f"{{{W}}}val"))


def _headings(document: bytes, names: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for paragraph in root(document).iter(f"{{{W}}}p"):
        style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        name = names[str(style.get(f"{{{W}}}val"))] if style is not None else ""
        if name == "Title" or name.startswith("heading"):
            found.append((name, "".join(map(str, paragraph.itertext()))))
    return found


@ITEMS
def test_styles_are_whole(name: str) -> None:
    """Every style that is named exists once, by identifier and by name."""
    sheet = root(appended(name), "word/styles.xml")
    styles = list(sheet.iter(f"{{{W}}}style"))
    identifiers = [str(style.get(f"{{{W}}}styleId")) for style in styles]
    assert len(set(map(str.lower, identifiers))) == len(identifiers)
    for kind in ("basedOn", "next", "link"):
        for reference in sheet.iter(f"{{{W}}}{kind}"):
            assert reference.get(f"{{{W}}}val") in identifiers
    assert set(_used(appended(name))) <= set(identifiers)
    defaults = [s.get(f"{{{W}}}type") for s in styles if s.get(f"{{{W}}}default") == "1"]
    assert len(set(defaults)) == len(defaults)


def test_an_identifier_that_the_item_uses_for_another_style_is_not_taken() -> None:
    names = style_names(appended("word_finnish"))
    assert names["EVAMeta"] == "Vanha tyyli"
    assert list(names.values()).count("EVA Meta") == 1


def test_an_item_in_another_language_is_told_which_words_are_ours() -> None:
    document = root(appended("swedish"))
    runs = [r for r in document.iter(f"{{{W}}}r") if r.find(f"{{{W}}}t") is not None]
    theirs = len(list(root(agenda_items.made("swedish")).iter(f"{{{W}}}r")))
    assert {value(run, "rPr/lang") for run in runs[theirs:]} == {"fi-FI"}
    assert b"w:lang" not in Package.read(appended("word_finnish")).part(MAIN)


def test_a_numbered_item_does_not_number_the_attachment() -> None:
    document = root(appended("numbered_lists"))
    heading = next(
        p for p in document.iter(f"{{{W}}}p") if "".join(map(str, p.itertext())) == ATTACHMENT
    )
    assert value(heading, "pPr/numPr/numId") == "0"


def test_without_an_attachment_number_the_title_begins_a_new_page() -> None:
    result = appending.append(agenda_items.made("word_finnish"), assessment())
    assert ATTACHMENT not in paragraphs(result)
    assert Package.read(result).part(MAIN).count(b"<w:pageBreakBefore/>") == 1


def test_hostile_words_in_the_attachment_are_words() -> None:
    words = 'Liite <w:p/> & "2" \x07'
    result = appending.append(agenda_items.made("minimal"), assessment(), words)
    assert 'Liite <w:p/> & "2"' in paragraphs(result)


def test_bookmarks_get_numbers_and_names_of_their_own() -> None:
    mark = '<w:bookmarkStart w:id="{0}" w:name="Liite"/>{1}<w:bookmarkEnd w:id="{0}"/>'
    ours = word_file(mark.format(0, text("Meidän")), section(UPRIGHT))
    document = root(appending.append(agenda_items.made("bookmarks"), ours))
    starts = list(document.iter(f"{{{W}}}bookmarkStart"))
    assert len({start.get(f"{{{W}}}id") for start in starts}) == len(starts) == 2
    assert len({start.get(f"{{{W}}}name") for start in starts}) == 2


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<w:p><w:r><w:drawing/></w:r></w:p>', "kuva"),
        ('<w:p><w:hyperlink w:anchor="x"/></w:p>', "linkki"),
        ('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', "alaviite"),
        ('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>', "numerointi"),
        (text("Osa", properties=section(UPRIGHT)), "useampi kuin yksi osa"),
    ],
)  # fmt: skip
def test_what_our_templates_never_make_is_refused(body: str, what: str) -> None:
    with pytest.raises(DocumentRefused, match=what):
        appending.append(agenda_items.made("word_finnish"), word_file(body))


@pytest.mark.parametrize("broken", [b"", b"PK\3\4 cut off", word_file("<w:p/>")[:-400]])
def test_a_broken_file_is_refused(broken: bytes) -> None:
    with pytest.raises(DocumentRefused):
        appending.append(broken, assessment())


@pytest.mark.parametrize(
    "last",
    [
        "<w:p/>",
        "<w:p></w:p>",
        "<w:p><w:pPr/><w:r><w:t>x</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>x</w:t></w:r></w:p><w:bookmarkEnd w:id='1'/>",
        "<w:p><w:r><w:pict><w:p/></w:pict></w:r></w:p>",
        "<w:p><w:r><w:pict><w:p><w:r><w:t>laatikko</w:t></w:r></w:p></w:pict></w:r></w:p>",
        text("Osan loppu", properties=section(UPRIGHT)),
        "",
    ],
)
def test_any_last_paragraph_can_end_the_last_section(last: str) -> None:
    item = word_file(last, section(HEADS + UPRIGHT + TWO_COLUMNS))
    result = appending.append(item, assessment(), ATTACHMENT)
    before = sections(item)
    assert sections(result)[: len(before)] == before
    assert [words for words in paragraphs(result) if words][
        : len([w for w in paragraphs(item) if w])
    ] == [words for words in paragraphs(item) if words]


def test_parts_that_do_not_change_are_not_packed_anew() -> None:
    before, after = Package.read(agenda_items.made("pictures")), Package.read(appended("pictures"))
    for part in ("word/media/logo.png", "word/header1.xml", "word/settings.xml"):
        assert after.stream(part) == before.stream(part)
    assert Package.read(before.to_bytes()).to_bytes() == before.to_bytes()


def test_a_pretty_printed_item_is_taken() -> None:
    xml = etree.fromstring(Package.read(agenda_items.made("landscape_last")).part(MAIN))
    package = Package.read(agenda_items.made("landscape_last"))
    etree.indent(xml)
    package.put(MAIN, etree.tostring(xml, xml_declaration=True, encoding="UTF-8"))
    result = appending.append(package.to_bytes(), assessment(), ATTACHMENT)
    assert len(sections(result)) == len(sections(package.to_bytes())) + 1


def test_the_three_languages_of_the_template_can_be_appended() -> None:
    for language in ("fi", "sv", "en"):
        gate.check(appending.append(agenda_items.made("word_finnish"), assessment(language), "A"))


@pytest.fixture(scope="module")
def pdf_texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the pages' texts of every result, turned to PDF by LibreOffice in one run."""
    folder = tmp_path_factory.mktemp("pdf")
    files = []
    for name in agenda_items.MAKERS:
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(appended(name))
    agenda_items.office(files, "pdf", folder)
    return {file.stem: _pages(file.with_suffix(".pdf")) for file in files}


def _pages(pdf: Path) -> list[str]:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    output = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    return [re.sub(r"\s+", " ", page) for page in output.decode().split("\f")]


@ITEMS
def test_libreoffice_shows_both_on_pages_of_their_own(
    name: str, pdf_texts: dict[str, list[str]]
) -> None:
    pages = pdf_texts[name]
    first = next(number for number, page in enumerate(pages) if f"{ATTACHMENT} " in page)
    own = [words for words in paragraphs(agenda_items.made(name)) if len(words) > 12]
    assert first > 0
    assert any(own[0][:12] in page for page in pages[:first]) if own else True
    assert "Vaikutusten ennakkoarviointi" in pages[first]
    assert any("MliDno-2023-3655, tietueen versio" in page for page in pages[first:])


def test_the_running_heads_of_the_item_stand_on_the_assessments_pages(
    pdf_texts: dict[str, list[str]],
) -> None:
    for name in ("word_finnish", "landscape_last", "two_columns_last", "first_page_header"):
        last = pdf_texts[name][-2]
        assert "Mikkelin kaupunki" in last, name
        assert "Sivu " in last, name


def test_one_column_and_the_usual_page_need_no_section() -> None:
    item = word_file(text("A"), section(HEADS + UPRIGHT + ONE_COLUMN))
    assert len(sections(appending.append(item, assessment()))) == 1
