"""What every test stands on: where things are, nothing of the user's, and no connection beyond this machine.

pytest-socket refuses other hosts (see ``addopts`` in pyproject.toml). Tests marked ``corpus`` or ``browser`` are left
out, aloud, where what they need is not there; on CI a missing browser is a failure and not an excuse.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.worker import Worker

CHECKOUT = Path(__file__).resolve().parents[1]
CORPUS = CHECKOUT.parent / "shared" / "corpus"


def pytest_configure(config: pytest.Config) -> None:
    """Let a slow machine be slow, and let CI try the same examples each time."""
    settings.register_profile("checkout", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("checkout")
    config.stash[LEFT_OUT] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose ground is missing."""
    for marker in _find_missing_grounds():
        left_out = [item for item in items if item.get_closest_marker(marker)]
        if left_out:
            items[:] = [item for item in items if item not in left_out]
            config.hook.pytest_deselected(items=left_out)
            config.stash[LEFT_OUT][marker] = len(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why, for a deselected test is easily taken for one that passed."""
    for marker, count in terminalreporter.config.stash[LEFT_OUT].items():
        terminalreporter.write_line(f"{count} {marker} tests left out: {REASONS[marker]}", yellow=True)


LEFT_OUT = pytest.StashKey[dict[str, int]]()
REASONS = {"corpus": "there is no ../shared/corpus beside the checkout", "browser": "there is no chromium"}


def _find_missing_grounds() -> list[str]:
    missing = [] if CORPUS.is_dir() else ["corpus"]
    has_browser = shutil.which("chromium") is not None
    return missing if has_browser or os.environ.get("CI") else [*missing, "browser"]


@pytest.fixture(autouse=True)
def _kept_main() -> Iterator[None]:
    """Streamlit's page tests put a script in the place of ``__main__``, which every spawned process would then run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus beside the checkout; for tests marked ``corpus`` only."""
    return CORPUS


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the workspace or the folders of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KG_WORKSPACE", raising=False)
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(tmp_path_factory.getbasetemp() / variable))
        yield


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """The process that answers the questions of one test module."""
    with Worker() as made:
        yield made
