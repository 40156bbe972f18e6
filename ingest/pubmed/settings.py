"""What NCBI is told about who asks, and where it is asked: the ``[ncbi]`` table of ``kg.toml`` and two variables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Place, WorkspaceError

__all__ = ["NCBI_ADDRESS", "NcbiSettings", "read_ncbi_settings"]

NCBI_ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
_NAMES = ("tool", "email", "api_key", "address")
_SAFE = ("https://", "http://127.0.0.1:", "http://localhost:")


@dataclass(frozen=True, slots=True)
class NcbiSettings:
    """Who asks NCBI, and how patiently.

    NCBI asks every program to give its name and an email address, and allows 3 requests a second, or 10 with a key
    (A General Introduction to the E-utilities, NBK25497).

    Attributes:
        tool: name of this program, without spaces.
        email: where NCBI can write to before it blocks anyone.
        api_key: from the user's NCBI account; never shown, logged or cached.
        address: where the E-utilities are, without the slash at the end.
        connect_timeout_seconds: for the connection.
        read_timeout_seconds: for each part of an answer.
        answer_timeout_seconds: for a whole answer, against one that drips.
        attempts: how often one request is made before it counts as failed.
        longest_wait_seconds: a wait between attempts, the service's own wish included, is never longer.
    """

    tool: str = "evidence-kg"
    email: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    address: str = NCBI_ADDRESS
    connect_timeout_seconds: float = 10.0
    read_timeout_seconds: float = 30.0
    answer_timeout_seconds: float = 300.0
    attempts: int = 5
    longest_wait_seconds: float = 60.0

    @property
    def requests_per_second(self) -> int:
        """What NCBI allows: 10 with a key, else 3."""
        return 10 if self.api_key else 3


def read_ncbi_settings(path: Path, environment: Mapping[str, str]) -> NcbiSettings:
    """The settings of a workspace; ``NCBI_API_KEY`` and ``NCBI_EMAIL`` win over its file.

    Args:
        path: the workspace's ``kg.toml``; it need not exist.
        environment: the variables to look in.

    Raises:
        WorkspaceError: if the file is no TOML, or its ``[ncbi]`` table holds something else than text under a known
            name, or an address to which a key would travel in the clear.
    """
    table = _read_table(path)
    for name, value in table.items():
        if name not in _NAMES or not isinstance(value, str):
            raise WorkspaceError(
                "not a setting of [ncbi], or no text",
                place=Place(str(path), field=f"ncbi.{name}"),
                mend=f"Give text under one of {', '.join(_NAMES)}.",
            )
    texts = {name: str(value) for name, value in table.items()}
    address = texts.get("address", NCBI_ADDRESS).rstrip("/")
    if not f"{address}/".startswith(_SAFE):
        raise WorkspaceError(
            "the address is not encrypted", place=Place(str(path), field="ncbi.address"), mend="Give an https address."
        )
    return NcbiSettings(
        tool=texts.get("tool", "evidence-kg"),
        email=environment.get("NCBI_EMAIL") or texts.get("email") or None,
        api_key=environment.get("NCBI_API_KEY") or texts.get("api_key") or None,
        address=address,
    )


def _read_table(path: Path) -> Mapping[str, object]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("ncbi", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"the settings cannot be read ({error})", place=Place(str(path)), mend="Mend the file."
        ) from error
    if not isinstance(table, dict):
        raise WorkspaceError("no table", place=Place(str(path), field="ncbi"), mend="Write [ncbi] above its settings.")
    return table
