"""The documentation against the program: every command shown parses, every option is described, every link leads on."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.cli import main
from tests.conftest import CHECKOUT

PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
COMMANDS_PAGE = CHECKOUT / "docs" / "cli.md"


def parse_page(path: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))


def iter_code_lines(path: Path) -> Iterator[str]:
    """Lines of the fenced blocks, with a prompt taken off and a trailing backslash joined."""
    for token in parse_page(path):
        if token.type == "fence":
            for line in token.content.replace("\\\n", " ").splitlines():
                yield line.strip().removeprefix("$ ")


def iter_kg_calls(path: Path) -> Iterator[list[str]]:
    """The words behind each ``kg`` in the fenced blocks; pipes, redirections and comments end a call."""
    for line in iter_code_lines(path):
        if not re.match(r"(\S.*[|;&] *|python3 run\.py )?kg( |$)", line):
            continue
        lexer = shlex.shlex(line.removeprefix("python3 run.py "), posix=True, punctuation_chars="|;&<>")
        for is_separator, words in groupby(lexer, key=lambda word: set(word) <= set("|;&<>")):
            program, *rest = words
            if not is_separator and program == "kg":
                yield rest


def iter_commands(command: click.Command, name: str = "kg") -> Iterator[tuple[str, click.Command]]:
    """The command and everything below it, each by the words that call it."""
    yield name, command
    if isinstance(command, click.Group):
        for word, child in command.commands.items():
            yield from iter_commands(child, f"{name} {word}")


def list_options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def check_call(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """Parse as click would, without running anything and without asking whether the files named exist.

    Raises:
        click.UsageError: the command or an option does not exist, or a value or an argument does not fit.
    """
    context = click.Context(command, parent=parent, info_name=command.name)
    values, rest, _ = command.make_parser(context).parse_args(list(words))
    for option in list_options(command):
        if isinstance(option.type, click.Choice) and option.name in values:
            option.type_cast_value(context, values[option.name])
    if isinstance(command, click.Group):
        if rest:
            _, child, rest = command.resolve_command(context, rest)
            assert child is not None
            check_call(child, rest, context)
    elif rest:
        raise click.UsageError(f"too many arguments: {rest}", context)


def read_sections() -> dict[str, str]:
    """docs/cli.md cut at its headings: what stands below each; before the first, below an empty one."""
    parts = re.split(r"(?m)^#+ +(.+)$", COMMANDS_PAGE.read_text(encoding="utf-8"))
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def list_anchors(path: Path) -> set[str]:
    """The anchors that the headings of a page get where it is shown."""
    tokens = parse_page(path)
    titles = [text.content for text, opening in zip(tokens[1:], tokens, strict=False) if opening.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def iter_links(path: Path) -> Iterator[str]:
    for token in parse_page(path):
        for child in token.children or []:
            target = child.attrGet("href") or child.attrGet("src")
            if target is not None:
                yield unquote(str(target))


CALLS = {f"{page.stem}: {shlex.join(words)}": words for page in PAGES if page.exists() for words in iter_kg_calls(page)}
COMMANDS = list(iter_commands(main))


@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_command_shown_in_the_documentation_parses(words: list[str]) -> None:
    check_call(main, words)


def test_documentation_shows_commands() -> None:
    assert {words[0] for words in CALLS.values() if words} >= {"audit", "build"}


@pytest.mark.parametrize("words", [["adit", "a.md"], ["audit", "--no-such-option", "a.md"], ["build", "surplus"]])
def test_command_that_does_not_exist_would_be_noticed(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        check_call(main, words)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_command_and_its_options_have_help_and_a_description(name: str, command: click.Command) -> None:
    assert command.help, f"{name} has no help text"
    sections = read_sections()
    here = [text for title, text in sections.items() if title.replace("`", "") == name]
    assert here or command is main, f"docs/cli.md has no heading `{name}`"
    # options of many commands may be described once, above the first command
    described = "\n".join([*here, *(text for title, text in sections.items() if "kg " not in title)])
    for option in list_options(command):
        longest = max(option.opts, key=len)
        assert option.help, f"{name} {longest} has no help text"
        assert re.search(rf"(?<![\w-]){re.escape(longest)}(?![\w-])", described), f"docs/cli.md: {name} {longest}"


@pytest.mark.parametrize("document", PAGES, ids=[str(path.relative_to(CHECKOUT)) for path in PAGES])
def test_links_of_a_page_lead_somewhere(document: Path) -> None:
    for target in iter_links(document):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (document.parent / path).resolve() if path else document
        assert linked.exists(), target
        assert linked.is_relative_to(CHECKOUT), target
        assert not anchor or anchor in list_anchors(linked), target


def test_readme_shows_how_to_run_and_how_to_test() -> None:
    lines = set(iter_code_lines(CHECKOUT / "README.md"))
    assert {"python3 run.py", "python3 run.py test"} <= {line.partition("#")[0].strip() for line in lines}
