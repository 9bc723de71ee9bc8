"""The command line's parser: argparse, speaking Vietnamese."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from disburse.commands.arguments import COMMANDS, GLOBAL
from disburse.commands.wording import error, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disburse.commands.arguments import Argument

_PROGRAM = "python -m disburse"
_STYLE: dict[str, Any] = {
    "add_help": False,
    "allow_abbrev": False,
    "formatter_class": partial(argparse.HelpFormatter, max_help_position=26, width=100),
}


class _Parser(argparse.ArgumentParser):
    """A parser whose refusal is an `OperatorError` instead of an exit."""

    def error(self, message: str) -> NoReturn:
        raise error("usage", message=message, command=self.prog)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all verbs; global options may stand before or after the verb."""
    _speak_vietnamese()
    program = wording()["program"]
    texts = {"description": program["description"], "epilog": program["epilog"]}
    parser = _Parser(prog=_PROGRAM, **_STYLE | texts)
    verbs = parser.add_subparsers(
        title=program["commands"], metavar=program["command"], dest="verb", required=True
    )
    for command in COMMANDS:
        verb = _add_verb(verbs, command.verb, command.verb, command.arguments)
        verb.set_defaults(module=command.module)
        if command.actions:
            actions = verb.add_subparsers(
                title=program["actions"],
                metavar=program["action"],
                dest="action",
                required=not command.alone,
            )
            for action in command.actions:
                _add_verb(actions, action.name, f"{command.verb} {action.name}", action.arguments)
    _add_options(parser, GLOBAL)
    return parser


def _add_verb(
    verbs: argparse._SubParsersAction[_Parser], name: str, key: str, arguments: Iterable[Argument]
) -> _Parser:
    """Add a verb, or an action of one, whose wording stands under ``key``."""
    text = wording()["commands"][key]
    verb = verbs.add_parser(name, help=text, description=text, **_STYLE)
    _add_arguments(verb, arguments)
    _add_options(verb, (*arguments, *map(_unset, GLOBAL)))
    return verb


def _speak_vietnamese() -> None:
    """Give argparse our texts: it looks them up by gettext and offers no other hook."""
    texts = wording()["argparse"]
    vars(argparse)["_"] = lambda text: texts.get(text, text)
    vars(argparse)["ngettext"] = lambda _one, many, _count: texts.get(many, many)


def _unset(argument: Argument) -> Argument:
    """Keep an option after the verb from overwriting, by its default, the one before it."""
    return replace(argument, keywords={**argument.keywords, "default": argparse.SUPPRESS})


def _add_arguments(parser: argparse.ArgumentParser, arguments: Iterable[Argument]) -> None:
    positionals = [argument for argument in arguments if argument.positional]
    if positionals:
        group = parser.add_argument_group(wording()["program"]["positionals"])
        _fill(group, positionals)


def _add_options(parser: argparse.ArgumentParser, arguments: Iterable[Argument]) -> None:
    group = parser.add_argument_group(wording()["program"]["options"])
    _fill(group, [argument for argument in arguments if not argument.positional])
    group.add_argument("-h", "--help", action="help", help=wording()["help"]["help"])


def _fill(group: argparse._ArgumentGroup, arguments: Iterable[Argument]) -> None:
    for argument in arguments:
        keywords = dict(argument.keywords)
        metavar = wording()["metavar"].get(argument.key)
        if metavar:
            keywords["metavar"] = metavar
        group.add_argument(argument.flag, help=wording()["help"][argument.key], **keywords)
