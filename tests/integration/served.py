"""The product's server for tests: whole processes, as in production."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from eva.settings import Settings
from tests.browser.server import ROOT, free_port


class Served:
    """`eva serve` of the test's installation, ended with the test."""

    def __init__(self, settings: Settings, workers: int = 1, port: int = 0) -> None:
        self.settings = settings
        self.workers = workers
        self.port = port or free_port()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the server runs
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The number of the process that was started."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> "Served":
        self._start()
        for _ in range(300):
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=5):
                    return self
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError(f"the server doesn't answer: {self.said()[-2000:]}")

    def __exit__(self, *error: Any) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)
        self._log.close()

    def refused(self) -> tuple[int, str]:
        """Start it; return how it ended and what it said."""
        self._start()
        code, said = self.ended(), self.said()
        self._log.close()
        return code, said

    def ended(self) -> int:
        """Wait for its end; return its exit status."""
        assert self._process is not None
        return self._process.wait(timeout=30)

    def said(self) -> str:
        """Return what it wrote."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def _start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EVA_")}
        own = {
            "EVA_INSTANCE": str(self.settings.instance),
            "EVA_DATABASE_URL": self.settings.database_url,
            "EVA_SECRET_KEY": self.settings.secret_key,
        }
        asked = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "eva.cli", *asked],
            cwd=ROOT,
            env=kept | own,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )


def children_of(pid: int) -> list[int]:
    """Return the numbers of the process's children."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
