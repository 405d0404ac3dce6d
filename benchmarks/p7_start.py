"""P7: starting the command line and the server, against importing Flask in the same run.

Goals: at most 2 times `import flask`; the Word libraries are imported only when a document is
made. Whole processes, in turn, user and system time of the child; medians. For the server the floor
is printed too: importing the libraries that it's built on, with none of our code.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 9
GOAL = 2.0
FLASK = "import flask"
LIBRARIES = "import flask, flask_login, flask_wtf.csrf, sqlalchemy.orm"
SERVER = (
    "from pathlib import Path; from eva import settings; from eva.app import create_app; "
    "import os; create_app(settings.load(Path(os.environ['EVA_INSTANCE'])))"
)
WORD = (
    SERVER + "; import sys; "
    "assert not {'docx', 'docxtpl', 'lxml.etree', 'yaml', 'jsonschema'} & set(sys.modules)"
)


def _cpu(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Print each figure against its goal; return 1 if a goal isn't met."""
    commands = {
        "import flask": ["-c", FLASK],
        "eva --help": ["-m", "eva.cli", "--help"],
        "the server": ["-c", SERVER],
        "the libraries alone": ["-c", LIBRARIES],
    }
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVA_INSTANCE"] = folder
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS + 1):
            for name, arguments in commands.items():
                times[name].append(_cpu(arguments))
        lean = subprocess.run([sys.executable, "-c", WORD]).returncode == 0
    print("P7  starting against importing Flask (CPU of the process, median of", ROUNDS, "rounds)")
    base = times["import flask"][1:]
    met = lean
    for name in ("eva --help", "the server", "the libraries alone"):
        ratios = [own / flask for own, flask in zip(times[name][1:], base, strict=True)]
        ratio = statistics.median(ratios)
        if name == "the libraries alone":
            print(f"  {name:20} {ratio:5.2f} x (the server's floor, for comparison)")
            continue
        met = met and ratio <= GOAL
        print(
            f"  {name:20} {ratio:5.2f} x (goal <= {GOAL:g}):"
            f" {'met' if ratio <= GOAL else 'NOT met'}"
        )
    print(f"  no Word, YAML or schema library in the server: {'met' if lean else 'NOT met'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
