"""A server of the product for the browser: started as in production, stopped, started again."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(instance: Path, **more: str) -> dict[str, str]:
    """Return the environment of an installation in the folder, with the demo's people."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVA_")}
    return kept | {"EVA_INSTANCE": str(instance), "EVA_DEMO": "1"} | more


def eva(instance: Path, *arguments: str) -> None:
    """Run a command of the product."""
    command = [sys.executable, "-m", "eva.cli", *arguments]
    subprocess.run(
        command, cwd=ROOT, env=environment(instance), check=True, capture_output=True, timeout=120
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Server:
    """A server of the installation in the folder, on one port as long as it lives."""

    instance: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, **more: str) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: it ended, or it hasn't answered in half a minute.
        """
        command = [sys.executable, "-m", "eva.cli", "serve", "--port", str(self.port)]
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(self.instance, **more),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError("the server doesn't answer")

    def stop(self) -> None:
        """Stop it.

        Raises:
            RuntimeError: it had ended by itself; what it said last is told.
        """
        if self.process is None:
            return
        ended = self.process.poll()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process = None
        if ended is not None:
            said = (self.instance / "server.log").read_text("utf-8", errors="replace")
            raise RuntimeError(f"the server ended with {ended}: {said[-2000:]}")
