"""A city of its own for the browser tests, served as in production, and Chromium to visit it.

The demo is loaded once; each test file, or each test that changes much, gets a copy of it and a
server of its own. Where Chromium is missing the tests fail: a look that nobody checked isn't right.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.watched import City, Watched, Windows

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ROOT = Path(__file__).resolve().parents[2]


def _environment(instance: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVA_")}
    return kept | {"EVA_INSTANCE": str(instance), "EVA_DEMO": "1"}


def _eva(instance: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "eva.cli", *arguments]
    subprocess.run(
        command, cwd=ROOT, env=_environment(instance), check=True, capture_output=True, timeout=120
    )


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with the demo; nobody serves it, copies of it are served."""
    instance = tmp_path_factory.mktemp("demo")
    _eva(instance, "upgrade")
    _eva(instance, "demo", "load")
    return instance


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers.

    Raises:
        RuntimeError: it ended, or it hasn't answered in half a minute.
    """
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("the server doesn't answer")


@contextmanager
def _served(instance: Path) -> Iterator[City]:
    """Serve the installation.

    Raises:
        RuntimeError: the server ended by itself; what it said last is told.
    """
    port = _free_port()
    command = [sys.executable, "-m", "eva.cli", "serve", "--port", str(port)]
    with (instance / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=_environment(instance), stdout=log, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, server)
        yield City(address, instance / "eva.db")
    finally:
        ended = server.poll()
        server.terminate()
        server.wait(timeout=20)
    if ended is not None:
        said = (instance / "server.log").read_text("utf-8", errors="replace")
        raise RuntimeError(f"the server ended with {ended}: {said[-2000:]}")


@pytest.fixture(scope="module")
def city(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demo's city, served while the tests of a file run."""
    instance = tmp_path_factory.mktemp("city") / "instance"
    shutil.copytree(loaded, instance)
    with _served(instance) as served:
        yield served


@pytest.fixture
def own_city(loaded: Path, tmp_path: Path) -> Iterator[City]:
    """The demo's city as it was loaded, for one test alone."""
    instance = tmp_path / "instance"
    shutil.copytree(loaded, instance)
    with _served(instance) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium; it's closed after each file, since two drivers can't run in one thread."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No Chromium: {CHROMIUM} isn't there.", pytrace=False)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """What opens windows for a test: `window(city, width, script=False)`; they're closed after."""
    windows = Windows(chromium)
    yield windows.open
    windows.close()
