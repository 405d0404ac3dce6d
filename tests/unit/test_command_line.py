"""The command line speaks the language that was chosen, in its help and in its errors."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import click
import pytest

from eva.cli import COMMANDS, commands, main, speech
from tests.spoken import foreign

FINNISH_LETTERS = re.compile("[äöÄÖ]")
NAMES = set(COMMANDS) | set(
    "import export issue append grant revoke deactivate create password load verify screening"
    " assessment preparer presenter secretary steering viewer admin full".split()
)
"""Names of commands and values, which are the same in all languages."""
AS_TYPED = re.compile(r"--?[a-z-]+|'[^']*'")
FAULTS = [
    ["nosuch"],
    ["case", "imprt"],
    ["case", "import"],
    ["case", "import", "no-such-file.json"],
    ["case", "import", "."],
    ["case", "export"],
    ["case", "export", "1", "2"],
    ["case", "export", "1", "2", "3"],
    ["case", "export", "1", "-o"],
    ["matrix"],
    ["matrix", "--programme", "1", "--from", "x"],
    ["matrix", "--programme", "1", "--format", "pdf"],
    ["matrix", "--nosuch"],
    ["serve", "--port", "x"],
    ["serve", "--port", "99999"],
    ["user", "grant", "somebody", "mayor"],
    ["document", "issue", "1", "--secret=1"],
]


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What sets the language of the environment."""
    for name in ("EVA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return lambda code: monkeypatch.setenv("EVA_LANGUAGE", code)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command; return its code and all that it said."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def every_command() -> Iterator[list[str]]:
    """Yield each command and group as it's typed."""
    yield []
    for name in COMMANDS:
        yield [name]
        command = commands.get_command(click.Context(commands), name)
        if isinstance(command, click.Group):
            yield from ([name, inner] for inner in command.commands)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_help_of_every_command_is_in_the_language(
    speak: Callable[[str], None], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    speak(language)
    for typed in every_command():
        code, said = ran(capsys, *typed, "--help")
        assert code == 0
        assert foreign(AS_TYPED.sub(" ", said), language) <= NAMES, typed


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_errors_are_in_the_language(
    speak: Callable[[str], None], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    speak(language)
    for typed in FAULTS:
        code, said = ran(capsys, *typed)
        assert code == 1, typed
        assert foreign(AS_TYPED.sub(" ", said), language) <= NAMES, typed


def test_english_help_has_no_finnish_letters(
    speak: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    speak("en")
    for typed in [*([*typed, "--help"] for typed in every_command()), *FAULTS]:
        assert not FINNISH_LETTERS.search(ran(capsys, *typed)[1]), typed


def test_option_speaks_louder_than_the_environment(
    speak: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    speak("en")
    assert "Användning:" in ran(capsys, "--language", "sv", "case", "--help")[1]
    assert "Usage:" in ran(capsys, "case", "--help")[1]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fi"),
        ({"LANG": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "fi"),
        ({"LC_ALL": "C.UTF-8", "LANG": "sv_FI.UTF-8"}, "fi"),
        ({"LC_ALL": "", "LC_MESSAGES": "sv_SE", "LANG": "fi_FI"}, "sv"),
        ({"EVA_LANGUAGE": "en", "LANG": "sv_FI"}, "en"),
        ({"EVA_LANGUAGE": "klingon", "LANG": "sv_FI"}, "sv"),
        ({"EVA_LANGUAGE": "fi", "LC_ALL": "sv_FI"}, "fi"),
    ],
)
def test_language_comes_from_the_environment(
    speak: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    language: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    speech.choose(None)
    assert speech.language() == language


def test_finnish_help_needs_no_babel() -> None:
    asked = (
        "import sys\nfrom eva.cli import main\n"
        "try: main(['--help'])\nfinally: print('babel' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env={"LANG": "C"}
    )
    assert ended.stdout.splitlines()[-1] == "False"


def test_every_english_text_of_the_table_is_one_that_click_says() -> None:
    modules = (click.core, click.exceptions, click.formatting, click.parser, click.termui)
    sources = "".join(map(inspect.getsource, (*modules, click.types)))
    missing = [text for text in speech.CLICK if text.replace("\n\t", "\\n\\t") not in sources]
    assert missing == []
