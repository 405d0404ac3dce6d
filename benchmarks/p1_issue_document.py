"""Issuing a document, warm, against plain docxtpl in the same run.

Run it with `python benchmarks/p1_issue_document.py [rounds]`. Every variant makes every content
once a round, in turn, so that a busy neighbour hits them alike; the figures are medians of the
ratios of one round's processor time. Peak memory is that of a process of its own for each
variant. The XML of every content is compared before anything is timed.
"""

import gc
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
# The checkout needn't be installed for its benchmarks to run. Imports stand inside functions,
# since a process that measures our memory mustn't load docxtpl.
sys.path.insert(0, str(_ROOT))

CONTENTS = 8
FASTER, OF_LIMIT, OF_MEMORY = 20.0, 1.0, 1.0
"""The goals: times docxtpl's speed, share of Jinja and zip alone, share of docxtpl's memory."""

_Report = dict[str, Any]
_Variant = Callable[[_Report], bytes]


def contents() -> list[_Report]:
    """Return reports that differ in their texts and in the number of alternatives."""
    sample = json.loads((_ROOT / "tests" / "samples" / "report.json").read_text("utf-8"))
    reports = []
    for number in range(CONTENTS):
        report = deepcopy(sample)
        report["title"] = f"Asia {number}: <kulut> & tuotot"
        report["summary"] = [f"{text} ({number})" for text in report["summary"]]
        columns = report["comparison"]["columns"]
        report["comparison"]["columns"] = columns + columns[:1] * (number % 4)
        for row in report["comparison"]["rows"]:
            row["cells"] = row["cells"] + row["cells"][:1] * (number % 4)
        reports.append(report)
    return reports


def docxtpl(template: bytes) -> _Variant:
    """Return plain docxtpl, its template read from memory."""
    from tests.word_templates import plain_docxtpl

    return lambda report: plain_docxtpl(template, report)


def ours(compiled: bytes) -> _Variant:
    """Return this product's renderer."""
    from eva.documents.rendering import Properties, load

    made = datetime(2026, 11, 24, tzinfo=UTC)
    properties = Properties("Asia", "Mikkelin kaupunki", "Ennakkoarviointi", "fi-FI", made)
    loaded = load(compiled)
    return lambda report: loaded.render(report, properties)


def limit(template: bytes) -> _Variant:
    """Return the obvious limit: Jinja fills in the patched parts, zipfile packs all at level 6."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    parts: dict[str, bytes] = {}
    programs = {}
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
            if name.startswith(("word/document", "word/header", "word/footer")):
                patched = DocxTemplate("").patch_xml(parts[name].decode())
                programs[name] = environment.from_string(patched)

    def make(report: _Report) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, part in parts.items():
                program = programs.get(name)
                archive.writestr(name, program.render(report) if program else part)
        return file.getvalue()

    return make


def peak_mebibytes(variant: str, template: bytes) -> float:
    """Return the peak memory of a process that makes every content three times."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(template)
        file.flush()
        command = [sys.executable, __file__, "--peak", variant, file.name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def _peak(variant: str, template: bytes) -> None:
    make = ours(template) if variant == "ours" else docxtpl(template)
    for _ in range(3):
        for report in contents():
            make(report)
    # The kernel's own figure for this program: ru_maxrss begins with that of its parent.
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def _assert_equal(variants: dict[str, _Variant], reports: list[dict[str, Any]]) -> None:
    from tests.word_templates import canonical

    for report in reports:
        if canonical(variants["docxtpl"](report)) != canonical(variants["ours"](report)):
            raise SystemExit("the XML differs from docxtpl's")


def _seconds(make: _Variant, reports: list[dict[str, Any]], times: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        for report in reports:
            make(report)
    return (time.process_time() - start) / times / len(reports)


def _line(what: str, figure: str, goal: str, met: bool) -> None:
    print(f"{what:<44}{figure:>12}   goal {goal:<10}{'met' if met else 'NOT MET'}")


def main(rounds: int) -> None:
    """Print each goal, the figure and whether it's met."""
    from eva.documents.compiler import compile_template

    template = (_ROOT / "docx_templates" / "assessment.fi.docx").read_bytes()
    compiled = compile_template(template)
    variants = {"docxtpl": docxtpl(template), "ours": ours(compiled), "limit": limit(template)}
    reports = contents()
    _assert_equal(variants, reports)
    measured: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, make in variants.items():
            measured[name].append(_seconds(make, reports, 1 if name == "docxtpl" else 5))
    medians = {name: statistics.median(seconds) * 1000 for name, seconds in measured.items()}
    print(", ".join(f"{name} {value:.2f} ms" for name, value in medians.items()), "of CPU")
    pairs = list(zip(measured["docxtpl"], measured["ours"], measured["limit"], strict=True))
    faster = statistics.median(plain / own for plain, own, _ in pairs)
    share = statistics.median(own / bare for _, own, bare in pairs)
    peaks = peak_mebibytes("ours", compiled), peak_mebibytes("docxtpl", template)
    memory = peaks[0] / peaks[1]
    print(f"peak memory: ours {peaks[0]:.0f} MiB, docxtpl {peaks[1]:.0f} MiB")
    print(f"XML of body, headers and footers equal for {len(reports)} contents")
    _line("faster than plain docxtpl", f"{faster:.1f} x", f">= {FASTER}", faster >= FASTER)
    _line("share of Jinja and zip alone", f"{share:.2f} x", f"<= {OF_LIMIT}", share <= OF_LIMIT)
    _line("share of docxtpl's peak memory", f"{memory:.2f} x", f"<= {OF_MEMORY}",
          memory <= OF_MEMORY)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        _peak(sys.argv[2], Path(sys.argv[3]).read_bytes())
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
