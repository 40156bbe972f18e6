"""The ``kg`` command: parse arguments, call one function, print.

Each module holds the commands of one purpose; a command imports what it uses, so that each starts fast.

Exit status: 0 done and clean, 1 findings at or above ``--fail-on``, a difference or a change, 2 wrong usage or a
refused query, 3 something could not be read, checked or written.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.asking import query, search, serve, stats
from kg.cli.auditing import audit, rule, rules
from kg.cli.comparing import diff
from kg.cli.deciding import decide
from kg.cli.fixing import fix
from kg.cli.impacting import impact
from kg.cli.ingesting import ingest
from kg.cli.keeping import build, explore, export, forget, validate
from kg.cli.options import Commands
from kg.cli.studying import study
from kg.cli.watching import watch
from kg.cli.weighing import card, map_

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Check what health articles say about the studies they cite, and query the evidence as a graph.

    A connection to another host is opened only by `kg ingest pubmed`, `kg watch` and --pull, to NCBI, and for an
    article given by its address, to that address.
    """


for _command in (
    audit, build, card, decide, diff, explore, export, fix, forget, impact, ingest, map_, query, rule, rules, search,
    serve, stats, study, validate, watch,
):  # fmt: skip
    main.add_command(_command)
