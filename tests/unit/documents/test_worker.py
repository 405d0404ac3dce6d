"""The child renders what the process itself would, and survives whatever it's given."""

import os
import signal
import threading
import time

import pytest

from eva.documents import worker
from eva.documents.compiler import compile_template
from eva.documents.rendering import load
from eva.domain.errors import DocumentRefused, TemplateRefused, UploadRefused
from tests import word_templates as make


@pytest.fixture
def child():
    child = worker.Child()
    yield child
    child.close()


@pytest.fixture(scope="module")
def compiled():
    return compile_template((make.SHIPPED / "assessment.fi.docx").read_bytes())


def test_the_child_makes_the_same_bytes(compiled):
    report = make.sample_report()
    here = load(compiled).render(report, make.PROPERTIES, '{"a": "ä"}')
    assert worker.render(compiled, report, make.PROPERTIES, '{"a": "ä"}') == here
    assert worker.render(compiled, report, make.PROPERTIES, '{"a": "ä"}') == here


def test_two_templates_are_told_apart():
    for word in ("yksi", "kaksi", "yksi"):
        compiled = compile_template(make.template(word))
        assert word.encode() in make.part(worker.render(compiled, {}, make.PROPERTIES))


def test_the_child_stays_warm(child):
    child.run("template", [b""])
    first = child.pid
    child.run("template", [b""])
    assert child.pid == first


def test_a_child_that_was_killed_is_started_again(child):
    child.run("template", [b""])
    first = child.pid
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    assert child.run("template", [b""]) == b""
    assert child.pid != first


def test_a_job_that_takes_too_long_is_refused_and_the_next_one_is_done():
    loops = "{% for a in x %}{% for b in x %}{% for c in x %}" + "{% endfor %}" * 3
    slow, quick = compile_template(make.template(loops)), compile_template(make.template("x"))
    with pytest.raises(DocumentRefused):
        worker.render(slow, {"x": ["x"] * 3000}, make.PROPERTIES, seconds=0.5)
    assert worker.render(quick, {}, make.PROPERTIES)


def test_a_job_that_takes_too_much_memory_is_refused_and_the_next_one_is_done(child):
    lists = b"[" + b"[[]]," * 5_000_000 + b"[]]"
    with pytest.raises(DocumentRefused):
        child.run("render", [b"", lists, b""], template=compile_template(make.template("x")))
    assert child.run("template", [b""]) == b""


def test_the_errors_of_a_job_come_back_as_themselves(child):
    with pytest.raises(TemplateRefused) as refused:
        child.run("compile", [make.template("{{ f() }}")])
    assert refused.value.place.startswith("word/document.xml")
    with pytest.raises(UploadRefused):
        child.run("check", [b"no zip"], refused=UploadRefused)
    with pytest.raises(DocumentRefused, match="nimi"):
        worker.render(compile_template(make.template("{{ nimi }}")), {}, make.PROPERTIES)


def test_a_fault_of_the_program_is_told_as_one(child):
    with pytest.raises(worker.WorkerFailed, match="KeyError"):
        child.run("no such job", [])
    assert child.run("template", [b""]) == b""


def test_many_threads_get_their_own_documents(compiled):
    del compiled
    template = compile_template(make.template("{{ number }}"))
    wrong = []

    def work(number: int) -> None:
        for _ in range(5):
            document = worker.render(template, {"number": f"nro {number}."}, make.PROPERTIES)
            if f"nro {number}.".encode() not in make.part(document):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_process_starts_its_own_child(child):
    child.run("template", [b""])
    first = child.pid
    reader, writer = os.pipe()
    forked = os.fork()
    if forked == 0:
        try:
            child.run("template", [b""])
            os.write(writer, str(child.pid).encode())
            child.close()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        second = answer.read()
    os.waitpid(forked, 0)
    assert second
    assert second != str(first)
    assert child.run("template", [b""]) == b""
    assert child.pid == first


def test_the_child_ends_with_its_parent(child):
    child.run("template", [b""])
    pid = child.pid
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_good_upload_passes_the_gate_in_the_child():
    worker.check(make.template("Pykälä"))
