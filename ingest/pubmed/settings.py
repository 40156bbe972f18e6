"""What services are told about who asks, and where they are: two tables of ``kg.toml`` and two variables.

``[ncbi]`` has tool, email, api_key, address (of the E-utilities) and converter_address, ``[europepmc]`` has address.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Place, WorkspaceError

__all__ = ["CONVERTER_ADDRESS", "EUROPE_PMC_ADDRESS", "NCBI_ADDRESS", "NcbiSettings", "read_ncbi_settings"]

NCBI_ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
CONVERTER_ADDRESS = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
EUROPE_PMC_ADDRESS = "https://www.ebi.ac.uk/europepmc/webservices/rest"
_NAMES = {"ncbi": ("tool", "email", "api_key", "address", "converter_address"), "europepmc": ("address",)}
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
        converter_address: where PMC's ID converter is.
        europe_pmc_address: where Europe PMC's RESTful service is, without the slash at the end.
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
    converter_address: str = CONVERTER_ADDRESS
    europe_pmc_address: str = EUROPE_PMC_ADDRESS
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
        WorkspaceError: if the file is no TOML, or one of the two tables holds something else than text under a known
            name, or an address to which a key would travel in the clear.
    """
    ncbi, europe_pmc = (_read_table(path, table) for table in _NAMES)
    return NcbiSettings(
        tool=ncbi.get("tool", "evidence-kg"),
        email=environment.get("NCBI_EMAIL") or ncbi.get("email") or None,
        api_key=environment.get("NCBI_API_KEY") or ncbi.get("api_key") or None,
        address=ncbi.get("address", NCBI_ADDRESS).rstrip("/"),
        converter_address=ncbi.get("converter_address", CONVERTER_ADDRESS),
        europe_pmc_address=europe_pmc.get("address", EUROPE_PMC_ADDRESS).rstrip("/"),
    )


def _read_table(path: Path, name: str) -> Mapping[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get(name, {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"the settings cannot be read ({error})", place=Place(str(path)), mend="Mend the file."
        ) from error
    if not isinstance(table, dict):
        raise WorkspaceError("no table", place=Place(str(path), field=name), mend=f"Write [{name}] above its settings.")
    for key, value in table.items():
        place = Place(str(path), field=f"{name}.{key}")
        if key not in _NAMES[name] or not isinstance(value, str):
            mend = f"Give text under one of {', '.join(_NAMES[name])}."
            raise WorkspaceError(f"not a setting of [{name}], or no text", place=place, mend=mend)
        if key.endswith("address") and not f"{value.rstrip('/')}/".startswith(_SAFE):
            raise WorkspaceError("the address is not encrypted", place=place, mend="Give an https address.")
    return table
