"""eva serve: the production server."""

import socket
from collections.abc import Sequence
from typing import Any

import click

from eva.cli.context import installation
from eva.cli.sentences import reason_of
from eva.cli.speech import Command, option, say
from eva.settings import Settings

_CONNECTIONS = 900
"""Open connections of a process: browsers keep theirs; below the usual limit of open files."""


@click.command(cls=Command)
@option(
    "--host",
    metavar="OSOITE",
    default="127.0.0.1",
    show_default=True,
    help="Osoite, jossa kuunnellaan.",
)
@option(
    "--port",
    metavar="PORTTI",
    type=click.IntRange(1, 65535),
    default=5000,
    envvar="EVA_PORT",
    show_default=True,
    help="Portti.",
)
@option(
    "--threads",
    metavar="LUKU",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Säikeitä.",
)
@option(
    "--workers",
    metavar="LUKU",
    type=click.IntRange(1, 32),
    default=1,
    show_default=True,
    help="Prosesseja.",
)
def serve(host: str, port: int, threads: int, workers: int) -> None:
    """Käynnistä palvelin."""
    settings = installation()
    try:
        if workers == 1:
            server = _server(settings, threads, host=host, port=port)
        else:
            from eva.cli.workers import bound, keep

            sockets = bound(host, port)
    except OSError as error:
        raise click.ClickException(
            say(
                "Osoitetta %(host)s:%(port)s ei saada käyttöön: %(reason)s.",
                host=host,
                port=port,
                reason=reason_of(error),
            )
        ) from error
    click.echo(f"EVA: http://{host}:{port}", err=True)
    if workers == 1:
        server.run()
        return

    def run(sockets: Sequence[socket.socket]) -> None:
        _server(settings, threads, sockets=sockets).run()

    keep(workers, sockets, run)


def _server(settings: Settings, threads: int, **where: Any) -> Any:
    from waitress import create_server

    from eva.app import create_app

    return create_server(
        create_app(settings),
        threads=threads,
        ident="eva",
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,
        **where,
    )
