"""eva serve: one process or several on one port, started again when one dies, ended together."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eva.settings import Settings
from tests.integration.served import Served, children_of


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    """A server of two processes."""
    with Served(settings, workers=2) as server:
        yield server


def until(true: Callable[[], bool]) -> bool:
    """Wait until it's true; tell whether it became so in half a minute."""
    for _ in range(300):
        if true():
            return True
        time.sleep(0.1)
    return False


def is_alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def answers(server: Served) -> bool:
    with urllib.request.urlopen(f"{server.address}/health", timeout=10) as answer:
        return bool(answer.status == 200)


def is_free(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


def test_two_processes_serve_one_port(served: Served) -> None:
    assert len(children_of(served.pid)) == 2
    assert all(answers(served) for _ in range(10))


def test_a_process_that_dies_is_started_again(served: Served) -> None:
    before = children_of(served.pid)
    os.kill(before[0], signal.SIGKILL)
    assert until(
        lambda: len(children_of(served.pid)) == 2 and before[0] not in children_of(served.pid)
    )
    assert before[1] in children_of(served.pid)
    assert answers(served)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_parent_ends_all(served: Served, sent: signal.Signals) -> None:
    running = children_of(served.pid)
    os.kill(served.pid, sent)
    assert served.ended() == 0
    assert not any(is_alive(pid) for pid in running)
    assert is_free(served.port)


def test_a_parent_that_is_killed_leaves_no_process_behind(served: Served) -> None:
    running = children_of(served.pid)
    os.kill(served.pid, signal.SIGKILL)
    assert served.ended() == -signal.SIGKILL
    assert until(lambda: not any(is_alive(pid) for pid in running))
    assert is_free(served.port)


def test_a_port_that_is_taken_is_told_in_one_sentence(served: Served) -> None:
    code, said = Served(served.settings, workers=2, port=served.port).refused()
    assert code == 1
    assert said.strip().count("\n") == 0
    assert "ei saada käyttöön: osoite on jo käytössä." in said
