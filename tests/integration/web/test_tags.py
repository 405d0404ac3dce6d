"""Tags of states: each code has a word and a colour."""

from flask import Flask

from eva import words


def test_each_word_has_a_colour_and_each_colour_a_word(app: Flask) -> None:
    macros = app.jinja_env.get_template("macros/status.html")
    assert set(macros.module.colours) == set(words.TAG)  # type: ignore[attr-defined]
