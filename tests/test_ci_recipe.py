"""The recipes of docs/ci.md are run, in a checkout of their own and without a network."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kg.cli import main
from tests.conftest import CHECKOUT
from tests.export.test_report_sarif import SCHEMA
from tests.test_audit_command import ARTICLE

PAGE = (CHECKOUT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
(HOOK,) = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def commands() -> list[str]:
    """What the workflow calls of this program, in order."""
    workflow = next(recipe for recipe in RECIPES if "jobs" in recipe)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    return [step["run"] for step in steps if str(step.get("run", "")).startswith("kg ")]


@pytest.fixture
def checkout_of_articles(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "deep").mkdir(parents=True)
    (tmp_path / "articles" / "deep" / "one.md").write_text(ARTICLE, encoding="utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def call(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """As the workflow's shell would, with a network that nothing can be reached through."""
    blocked = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | blocked | {"PATH": path}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_workflow_writes_what_it_uploads_and_fails_on_an_error(checkout_of_articles: Path) -> None:
    ended = [call(command, checkout_of_articles) for command in commands()]
    assert [one.returncode for one in ended] == [0, 0, 1], [one.stderr for one in ended]
    log: Any = json.loads((checkout_of_articles / "kg.sarif").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    uris = {artifact["location"]["uri"] for artifact in log["runs"][0]["artifacts"]}
    assert uris == {"articles/deep/one.md"}
    assert (checkout_of_articles / "articles.html").stat().st_size > 1000
    assert "articles/deep/one.md:5:10: error:" in ended[-1].stdout


def test_workflow_passes_when_the_article_is_mended(checkout_of_articles: Path) -> None:
    path = checkout_of_articles / "articles" / "deep" / "one.md"
    path.write_text(ARTICLE.replace("It works.[2]\n\n", ""), encoding="utf-8")
    assert call(commands()[-1], checkout_of_articles).returncode == 0


def test_hook_of_the_recipe_is_one_that_there_is_and_its_call_parses() -> None:
    recipe = next(recipe for recipe in RECIPES if "repos" in recipe)
    (used,) = recipe["repos"][0]["hooks"]
    assert used["id"] == HOOK["id"]
    words = [*shlex.split(HOOK["entry"]), *used["args"], "articles/one.md"]
    command = main.commands[words[1]]
    command.make_context("audit", words[2:], resilient_parsing=False)


@pytest.mark.parametrize("name", ["a.md", "b.html", "c.txt", "d.docx", "deep/e.wikitext"])
def test_hook_looks_at_articles(name: str) -> None:
    assert re.search(HOOK["files"], name)
    assert not re.search(HOOK["files"], "code.py")
