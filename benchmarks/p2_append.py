"""P2: filling in an assessment and appending it, against plain docxtpl and docxcompose.

Run it from the root: `python -m benchmarks.p2_append`. It prints each goal, the figure and
whether it is met. All variants run once in every round, one after the other, and a ratio is
the median of the rounds' ratios: a busy machine then slows both sides alike.
"""

from __future__ import annotations

import gc
import io
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from statistics import median

warnings.filterwarnings("ignore")  # docxcompose warns about its own imports.

import docx.oxml.ns
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.styles import CT_Style
from docx.styles.style import BaseStyle
from docxcompose.composer import Composer
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from eva.documents import rendering
from eva.documents.appending import append
from eva.documents.appending.styles import plan
from eva.documents.compiler import compile_template
from tests.agenda_items import office
from tests.word_markup import styles, text, word_file
from tests.word_templates import PROPERTIES, SHIPPED, sample_report

# docxcompose changes a namespace of python-docx for the whole process; this takes it back.
docx.oxml.ns.nsmap["cp"] = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"

TEMPLATE = (SHIPPED / "assessment.fi.docx").read_bytes()
COMPILED = compile_template(TEMPLATE)
REPORT = sample_report()
ROUNDS = {5: 9, 50: 9, 200: 7}
GOALS = {5: 15.0, 50: 15.0, 200: 5.0}
PARAGRAPHS_A_PAGE = 11
LOWER = {"Title": "heading 1", **{f"heading {n}": f"heading {n + 1}" for n in range(1, 9)}}


def agenda_item(paragraphs: int) -> bytes:
    """Return an agenda item of so many paragraphs, in words that don't repeat themselves."""
    words = re.findall(r"\w+", str(REPORT))
    chance = random.Random(1)
    blocks = [text("Asiakohta", "Otsikko1")]
    for number in range(paragraphs):
        line = f"{number}. " + " ".join(chance.choices(words, k=32)) + "."
        block = text(line) if number % 30 else text(line[:40], "Otsikko2")
        identity = f"{chance.getrandbits(32):08X}"
        blocks.append(block.replace("1A2B3C4D", identity).replace("00A77B3E", identity))
    # Without the style whose identifier is ours: docxcompose then takes it for ours.
    sheet = re.sub(r'<w:style w:type="character" w:styleId="EVAMeta">.*?</w:style>', "", styles())
    return word_file("".join(blocks), styles=sheet)


def plain(item: bytes, *, like_ours: bool = False) -> bytes:
    """Return the appended file as docxtpl and docxcompose make it.

    To compare the texts, the assessment begins its page and has its headings as ours has them:
    otherwise the pages break elsewhere, and other rows of headings are repeated.
    """
    template = DocxTemplate(io.BytesIO(TEMPLATE))
    template.render(REPORT, Environment(autoescape=True, undefined=StrictUndefined))
    filled = io.BytesIO()
    template.save(filled)
    master = Document(io.BytesIO(item))
    assessment = Document(filled)
    if like_ours:
        lower_headings(assessment)
    else:
        master.add_page_break()
    composer = Composer(master)
    composer.append(assessment)
    result = io.BytesIO()
    composer.save(result)
    return result.getvalue()


def lower_headings(document: WordDocument) -> None:
    """Put each heading one level lower, and the first paragraph on a new page."""
    by_name = {style.element.name_val: style for style in document.styles}
    document.paragraphs[0].paragraph_format.page_break_before = True
    for paragraph in document.paragraphs:
        style = by_name[paragraph.style.element.name_val]
        name = LOWER.get(style.element.name_val)
        if name and name not in by_name:
            by_name[name] = added_heading(document, style.element, name)
        if name:
            paragraph.style = by_name[name]


def added_heading(document: WordDocument, higher: CT_Style, name: str) -> BaseStyle:
    """Return a heading that the template lacks, made from the one above it."""
    element = deepcopy(higher)
    element.styleId, element.name_val = f"Heading{name[-1]}", name
    for outline in element.iter("{*}outlineLvl"):
        outline.set(qn("w:val"), str(int(name[-1]) - 1))
    document.styles.element.append(element)
    return next(style for style in document.styles if style.style_id == element.styleId)


def ours(item: bytes) -> bytes:
    """Return the appended file as the product makes it in a process that is warm."""
    return append(item, rendering.load(COMPILED).render(REPORT, PROPERTIES))


def ours_first_time(item: bytes) -> bytes:
    """Return the same when an item with such styles was never met before."""
    plan.cache_clear()
    return ours(item)


def seconds(make: Callable[[bytes], bytes], item: bytes) -> float:
    """Return the CPU time of one run, without the rubbish of the former one."""
    gc.collect()
    started = time.process_time()
    make(item)
    return time.process_time() - started


def say(goal: str, figure: float, limit: float, *, at_least: bool = True) -> bool:
    """Print one goal; return whether it is met."""
    is_met = figure >= limit if at_least else figure <= limit
    sign = ">=" if at_least else "<="
    print(f"{goal:<58} {sign} {limit:>5.1f}   {figure:>6.1f}   {'met' if is_met else 'NOT MET'}")
    return is_met


def compare(pages: int) -> bool:
    """Print how many times faster the product is at an agenda item of so many pages."""
    item = agenda_item(pages * PARAGRAPHS_A_PAGE)
    variants = (plain, ours, ours_first_time)
    for make in variants:
        make(item)
    rounds = [[seconds(make, item) for make in variants] for _ in range(ROUNDS[pages])]
    times = [median(column) * 1000 for column in zip(*rounds, strict=True)]
    first = median(row[0] / row[2] for row in rounds)
    print(
        f"  {pages} pages: {times[0]:.0f} ms against {times[1]:.1f} ms; "
        f"styles met for the first time: {times[2]:.1f} ms, {first:.1f} x"
    )
    ratio = median(row[0] / row[1] for row in rounds)
    return say(f"render + append, {pages} pages: times faster", ratio, GOALS[pages])


def linear() -> bool:
    """Print whether a paragraph of a long item costs no more than one of a short item."""
    costs: dict[int, float] = {}
    assessment = rendering.load(COMPILED).render(REPORT, PROPERTIES)
    items = {count: agenda_item(count) for count in (0, 200, 10_000)}
    for count, item in items.items():
        append(item, assessment)
        costs[count] = median(
            seconds(lambda item: append(item, assessment), item) for _ in range(9)
        )
    whole = (costs[10_000] / 10_000) / (costs[200] / 200)
    added = ((costs[10_000] - costs[0]) / 10_000) / ((costs[200] - costs[0]) / 200)
    is_met = say("cost a paragraph, 10,000 against 200", whole, 2, at_least=False)
    return say("the same, the assessment's own cost taken off", added, 2, at_least=False) and is_met


def same() -> bool:
    """Print whether both results hold the same words and the same names of styles."""
    item = agenda_item(5 * PARAGRAPHS_A_PAGE)
    theirs, mine = plain(item, like_ours=True), ours(item)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "theirs.docx", Path(folder) / "mine.docx"]
        for file, content in zip(files, (theirs, mine), strict=True):
            file.write_bytes(content)
        office(files, "pdf", Path(folder))
        words = [pdf_words(file.with_suffix(".pdf")) for file in files]
    expected = named(theirs)
    print(f"  {len(words[0])} words in the PDF, {len(expected)} paragraphs")
    is_same = words[0] == words[1]
    print(f"{'same text in the PDF':<77} {'met' if is_same else 'NOT MET'}")
    names = expected == named(mine)
    print(f"{'same style names':<77} {'met' if names else 'NOT MET'}")
    return is_same and names


def pdf_words(pdf: Path) -> list[str]:
    """Return the words of a PDF in their order, without the running heads of its pages."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    output = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    body = re.sub(r"(?m)^(Mikkelin kaupunki|Sivu \d+)$|\f", "", output)
    return body.split()


def named(content: bytes) -> list[tuple[str, str]]:
    """Return every paragraph's style by name, and its text."""
    document: WordDocument = Document(io.BytesIO(content))
    names = {style.style_id: style.element.name_val for style in document.styles}
    default = next(s.element.name_val for s in document.styles if s.element.default)
    found = []
    for paragraph in document.element.body.iter("{*}p"):
        words = "".join(node.text or "" for node in paragraph.iter("{*}t"))
        found.append((names.get(paragraph.style, default), words))
    return found


def main() -> int:
    """Return 0 when every goal is met."""
    print(f"{'goal':<58} {'limit':>8}   {'figure':>6}")
    results = [compare(pages) for pages in GOALS]
    results += [linear(), same()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
