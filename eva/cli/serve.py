"""eva serve: the production server."""

import click

from eva.cli.context import installation


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Osoite, jossa kuunnellaan.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=5000,
    envvar="EVA_PORT",
    show_default=True,
    help="Portti.",
)
@click.option(
    "--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Säikeitä."
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
            f"Osoitetta {host}:{port} ei saada käyttöön: {error.strerror}."
        ) from error
    click.echo(f"EVA: http://{host}:{port}", err=True)
    server.run()
