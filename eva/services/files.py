"""Files of data: YAML and JSON read strictly, checked against a schema, faults named by place."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from eva.domain.sentence import Sentence
from eva.resources import shipped

_DEEPEST = 32
_TOO_DEEP = Sentence("tiedostossa on liian monta sisäkkäistä tasoa")


def read_mapping(file: Path) -> dict[str, Any]:
    """Return the mapping in a YAML or JSON file.

    Raises:
        ValueError: there is none in it; the message says why.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(Sentence("tiedosto ei ole UTF-8-tekstiä")) from error
    except OSError as error:
        raise ValueError(Sentence("tiedostoa ei voi lukea")) from error
    return load_mapping(text)


def in_file(name: str, fault: str) -> Sentence:
    """Return what is wrong with the file's name in front."""
    return Sentence("%(file)s: %(fault)s", file=name, fault=fault)


def load_mapping(text: str) -> dict[str, Any]:
    """Return the mapping in a YAML or JSON text.

    Raises:
        ValueError: it isn't one, or it says a key twice; the message names the line.
    """
    stripped = text.lstrip("\ufeff \t\r\n")
    content = load_json(stripped) if stripped.startswith("{") else _load_yaml(stripped)
    if not isinstance(content, dict):
        raise ValueError(Sentence("tiedoston pitää olla avain–arvo-rakenne"))
    return content


def load_json(text: str) -> Any:
    """Return what a JSON text says; NaN, Infinity and repeated keys are refused.

    Raises:
        ValueError: it isn't JSON; the message names the line.
    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(Sentence("avain %(key)r on tiedostossa kahdesti", key=twice))
        return found

    def refuse(number: str) -> None:
        raise ValueError(Sentence("%(shown)s ei ole luku", shown=number))

    try:
        content = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except json.JSONDecodeError as error:
        fault = Sentence("rivi %(line)s: tiedosto ei ole ehjää JSONia", line=error.lineno)
        raise ValueError(fault) from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    _expect_shallow(content, _DEEPEST)
    return content


def _expect_shallow(content: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError(_TOO_DEEP)
    inner = content.values() if isinstance(content, dict) else content
    if isinstance(content, dict | list):
        for item in inner:
            _expect_shallow(item, depth - 1)


def _load_yaml(text: str) -> Any:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _expect_unique(node)
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ValueError(
            Sentence("rivi %(line)s: tiedosto ei ole ehjää YAMLia", line=line)
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(Sentence("tiedosto ei ole ehjää YAMLia")) from error


def _expect_unique(node: Any) -> None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for key, value in node.value:
            if names.count(key.value) > 1:
                line = key.start_mark.line + 1
                said = Sentence(
                    "rivi %(line)s: avain %(key)r on kahdesti", line=line, key=key.value
                )
                raise ValueError(said)
            _expect_unique(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _expect_unique(item)


def fault_of(content: Any, folder: str, schema_name: str) -> str | None:
    """Return what is wrong with the content by the schema, with its place; None if nothing is."""
    validator = _validator(folder, schema_name)
    errors = sorted(validator.iter_errors(content), key=lambda error: [str(p) for p in error.path])
    if not errors:
        return None
    error = errors[0]
    place = ".".join(str(part) for part in error.absolute_path) or Sentence("alku")
    return Sentence("%(place)s: %(fault)s", place=place, fault=_words(error))


def _words(error: Any) -> Sentence:
    """Say in Finnish what the schema found; the library speaks English."""
    value, limit = error.instance, error.validator_value
    if error.validator == "required":
        missing = next(key for key in limit if key not in value)
        return Sentence("tieto %(key)r puuttuu", key=missing)
    if error.validator == "additionalProperties":
        extra = next(iter(set(value) - set(error.schema.get("properties", {}))), "")
        return Sentence("tuntematon avain %(key)r", key=extra)
    size = len(value) if hasattr(value, "__len__") else 0
    words = _WORDS.get(error.validator, _WORDS["other"])
    return Sentence(words, shown=repr(value)[:80], limit=limit, size=size)


_WORDS = {
    "enum": "%(shown)s ei ole sallittu arvo; sallitut: %(limit)s",
    "const": "%(shown)s ei ole sallittu arvo; sallittu: %(limit)s",
    "type": "%(shown)s on väärää tyyppiä (pitää olla %(limit)s)",
    "maxLength": "teksti on liian pitkä (%(size)s merkkiä, enintään %(limit)s)",
    "minLength": "teksti puuttuu",
    "pattern": "%(shown)s on väärässä muodossa",
    "format": "%(shown)s ei ole päivämäärä muodossa VVVV-KK-PP",
    "maxItems": "kohtia on %(size)s, enintään %(limit)s sallitaan",
    "minItems": "kohtia on %(size)s, vähintään %(limit)s tarvitaan",
    "other": "%(shown)s ei kelpaa",
}


@cache
def _validator(folder: str, schema_name: str) -> Any:
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend  # its types know nothing of checks of one's own
    strict = extend(Draft202012Validator, {"pattern": _pattern})
    schema = json.loads((shipped(folder) / schema_name).read_text(encoding="utf-8"))
    return strict(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    """Check a text as JSON Schema means it: its $ is the end, Python's lets a line break follow."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
