"""``kg card`` and ``kg map``: what the studies of a therapy say, and what all of them say together."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import look_at_workspace, workspace_option

__all__ = ["card", "map_"]


@click.command()
@click.argument("therapy")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the card.")
@workspace_option
def card(therapy: str, form: str, folder: Path | None) -> None:
    """Show what the studies of a therapy say: is it well studied, how much, how safe, and who was left out.

    THERAPY is a therapy's key or name in the vocabulary. Each line names the studies that it rests on and the bundled
    question that lists them. Another route or dose is another therapy, with a card of its own.
    """
    from kg.cards import read_card
    from kg.export import card_json, card_text

    made = read_card(look_at_workspace(folder).store.open(), therapy)
    if form == "json":
        click.echo(json.dumps(card_json.card_document(made), indent=2, ensure_ascii=False))
    else:
        click.echo(card_text.card_text(made), nl=False)


@click.command("map")
@click.option("--therapy", metavar="KEY", help="Only this therapy, by its key or name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the map.")
@workspace_option
def map_(therapy: str | None, form: str, folder: Path | None) -> None:
    """Show the evidence map: therapy by outcome by condition, with direction, people, certainty and conflicts.

    Below it stand contradictions between studies, the chains from therapies through mechanisms to outcomes with what
    each link rests on, and what diagnostic signs can and cannot tell.
    """
    from kg.cards import read_map
    from kg.export import card_json, map_text

    made = read_map(look_at_workspace(folder).store.open(), therapy)
    if form == "json":
        click.echo(json.dumps(card_json.map_document(made), indent=2, ensure_ascii=False))
    else:
        click.echo(map_text.map_text(made), nl=False)
