"""eva serve: the production server."""

import click

from eva.cli.context import installation
from eva.cli.sentences import reason_of
from eva.cli.speech import Command, option, say


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
    default=8,
    show_default=True,
    help="Säikeitä.",
)
def serve(host: str, port: int, threads: int) -> None:
    """Käynnistä palvelin."""
    from waitress import create_server

    from eva.app import create_app

    app = create_app(installation())
    try:
        server = create_server(app, host=host, port=port, threads=threads, ident="eva")
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
    server.run()
