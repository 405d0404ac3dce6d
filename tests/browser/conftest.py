"""A city of its own for the browser tests, served as in production, and Chromium to visit it.

The demo is loaded once; each test file, or each test that changes much, gets a copy of it and a
server of its own. Where Chromium is missing the tests fail: a look that nobody checked isn't right.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Server, eva
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


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with the demo; nobody serves it, copies of it are served."""
    instance = tmp_path_factory.mktemp("demo")
    eva(instance, "upgrade")
    eva(instance, "demo", "load")
    return instance


@contextmanager
def _served(instance: Path) -> Iterator[City]:
    """Serve the installation.

    Raises:
        RuntimeError: the server ended by itself; what it said last is told.
    """
    server = Server(instance)
    server.start()
    try:
        yield City(server.address, instance / "eva.db")
    finally:
        server.stop()


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
