"""P3: a question page shown and an answer saved, against Flask's hello in the same run.

Goals: at most 5 times the hello, in process, with translations and accessible markup; at most 12
SQL statements a page whatever the size of the record. Every variant runs once a round, in turn;
CPU time; the median of the rounds' ratios is printed.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

ROUNDS = 9
CALLS = 20
GOAL = 5.0
MOST_STATEMENTS = 12


def _hello() -> Callable[[], None]:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "Hello")
    client = app.test_client()

    def call() -> None:
        assert client.get("/").status_code == 200

    return call


def _application(folder: Path) -> tuple[Flask, dict[str, str]]:
    os.environ["EVA_INSTANCE"] = str(folder)
    from eva import database, resources, settings
    from eva.app import create_app
    from eva.cli.upgrade import upgraded
    from eva.domain.permissions import Operator
    from eva.models import Decision
    from eva.services import demo

    loaded = settings.load(folder)
    engine = database.open_engine(loaded.database_url)
    upgraded(engine, loaded)
    files = sorted((resources.shipped("catalogues") / "demo").glob("*.json"))
    with database.writing(engine) as session:
        catalogue = resources.shipped("catalogues") / "2018-2021.yaml"
        demo.load(session, Operator(), catalogue, files)
        number = session.execute(
            select(Decision.id).where(Decision.register_number == "MliDno-2023-3655")
        ).scalar_one()
        assert number
    engine.dispose()
    app = create_app(loaded)
    app.config["WTF_CSRF_ENABLED"] = True
    record = f"/decisions/{number}"
    pages = {
        "screening page": f"{record}/screening",
        "background page": f"{record}/assessment/background",
        "effects list": f"{record}/assessment/effects",
        "decision page": record,
        "start page": "/",
    }
    return app, pages


def _token(client: FlaskClient, address: str) -> tuple[str, str]:
    """Return the token and the version that a page's form holds."""
    text = client.get(address).get_data(as_text=True)

    def value(name: str) -> str:
        start = text.index(f'name="{name}" value="') + len(f'name="{name}" value="')
        return text[start : text.index('"', start)]

    return value("csrf_token"), value("version") if 'name="version"' in text else ""


def _sign_in(app: Flask) -> FlaskClient:
    from eva.services import demo

    client = app.test_client()
    token, _ = _token(client, "/sign-in")
    answer = client.post(
        "/sign-in",
        data={"csrf_token": token, "username": "valmistelija", "password": demo.PASSWORD},
    )
    assert answer.status_code == 303, answer.status_code
    return client


def _get(client: FlaskClient, address: str) -> Callable[[], None]:
    def call() -> None:
        assert client.get(address).status_code == 200

    return call


def _save(client: FlaskClient, address: str) -> Callable[[], None]:
    """Return the saving of an answer that is another each time, version by version."""
    token, version = _token(client, address)
    state = {"version": int(version), "count": 0}

    def call() -> None:
        state["count"] += 1
        data = {
            "csrf_token": token,
            "version": str(state["version"]),
            "present_state": f"Nykytila {state['count']}",
            "objective": "Tavoite",
        }
        answer = client.post(address, data=data)
        assert answer.status_code == 303, answer.status_code
        state["version"] += 1

    return call


def _cpu(call: Callable[[], None]) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def _statements(app: Flask, call: Callable[[], None]) -> int:
    counted: list[str] = []

    def count(connection, cursor, statement, *rest) -> None:  # type: ignore[no-untyped-def]
        counted.append(statement)

    engine = app.extensions["eva_engine"]
    event.listen(engine, "before_cursor_execute", count)
    call()
    event.remove(engine, "before_cursor_execute", count)
    return sum(not text.startswith(("BEGIN", "PRAGMA")) for text in counted)


def main() -> int:
    """Print each figure against its goal; return 1 if a goal isn't met."""
    with tempfile.TemporaryDirectory() as folder:
        app, pages = _application(Path(folder))
        client = _sign_in(app)
        calls = {name: _get(client, address) for name, address in pages.items()}
        calls["answer saved"] = _save(client, pages["background page"])
        hello = _hello()
        for call in (hello, *calls.values()):
            call()
        ratios: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            base = _cpu(hello)
            for name, call in calls.items():
                ratios[name].append(_cpu(call) / base)
        met = True
        print("P3  pages in process against Flask hello (CPU, median of", ROUNDS, "rounds)")
        for name, call in calls.items():
            ratio, number = statistics.median(ratios[name]), _statements(app, call)
            ok = ratio <= GOAL and number <= MOST_STATEMENTS
            met = met and ok
            said = "met" if ok else "NOT met"
            print(
                f"  {name:16} {ratio:6.1f} x hello (goal <= {GOAL:g}), {number:2} statements"
                f" (goal <= {MOST_STATEMENTS}): {said}"
            )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
