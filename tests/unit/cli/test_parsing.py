import pytest

from nbtrack.cli.help import command_help
from nbtrack.cli.options import Args, Command, Option
from nbtrack.cli.parsing import parse
from nbtrack.errors import UsageError

COMMAND = Command(
    "try",
    "try things",
    arguments=("PATH...", 1, 2),
    options=(
        Option("-n", "--name", metavar="NAME", help="a name"),
        Option("-p", "--parameter", metavar="N=V", many=True, help="a parameter"),
        Option("--when", metavar="WHEN", choices=("now", "later"), help="when"),
        Option("--exit-code", metavar="KIND", optional=True, help="an exit code"),
        Option("--check", help="only look"),
    ),
)


def tried(*words: str) -> Args:
    return parse(COMMAND, list(words))


def test_options_and_paths_mix_in_any_order() -> None:
    args = tried("a", "--check", "-n", "x", "b")
    assert (args.positional, args.flag("check"), args.value("name")) == (("a", "b"), True, "x")


@pytest.mark.parametrize("words", [["-n", "x"], ["-nx"], ["-n=x"], ["--name", "x"], ["--name=x"]])
def test_a_value_is_given_in_any_of_the_usual_ways(words: list[str]) -> None:
    assert tried("a", *words).value("name") == "x"


def test_the_last_value_wins_unless_all_are_collected() -> None:
    args = tried("a", "--name", "x", "--name", "y", "-p", "a=1", "--parameter=b=2")
    assert (args.value("name"), args.values("parameter")) == ("y", ("a=1", "b=2"))


def test_short_flags_can_stand_together() -> None:
    args = tried("a", "-qv")
    assert args.flag("quiet")
    assert args.flag("verbose")


def test_a_value_may_begin_with_a_dash_and_everything_after_two_dashes_is_a_path() -> None:
    assert tried("a", "-p", "-1").value("parameter") == "-1"
    assert tried("--", "--check", "-").positional == ("--check", "-")


def test_an_optional_value_is_given_only_with_an_equals_sign() -> None:
    assert tried("--exit-code", "a").value("exit-code") == ""
    assert tried("--exit-code=kind", "a").value("exit-code") == "kind"
    assert tried("a").value("exit-code") is None


WRONG = {
    "unknown": (["a", "--chek"], "try has no option --chek", "did you mean --check?"),
    "unknown short": (["a", "-x"], "try has no option -x", None),
    "no value": (["a", "--name"], "--name needs a value: --name NAME", None),
    "value for a flag": (["a", "--check=1"], "--check takes no value", None),
    "choice": (["a", "--when", "soon"], "--when cannot be 'soon'", "choose from now, later"),
    "too few": ([], "try needs PATH...", "see `nbtrack try --help`"),
    "too many": (["a", "b", "c"], "try takes no argument 'c'", None),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_answered_with_what_is_wrong(name: str) -> None:
    words, message, hint = WRONG[name]
    with pytest.raises(UsageError) as caught:
        tried(*words)
    assert caught.value.message == message
    assert hint is None or caught.value.hint == hint


@pytest.mark.parametrize("text", ["x", "-1", "inf", "nan"])
def test_a_number_is_a_number(text: str) -> None:
    assert tried("a", "--name", "2.5").number("name") == 2.5
    with pytest.raises(UsageError, match="needs a number"):
        tried("a", "--name", text).number("name")


def test_a_count_is_whole() -> None:
    assert tried("a", "--name", "3").count("name") == 3
    with pytest.raises(UsageError, match="whole number"):
        tried("a", "--name", "2.5").count("name")


def test_help_needs_no_arguments_and_names_every_option() -> None:
    assert tried("--help").flag("help")
    text = command_help(COMMAND)
    assert all(name in text for option in COMMAND.options for name in option.names)
    assert "usage: nbtrack try [options] PATH..." in text
    assert "--exit-code[=KIND]" in text


def test_options_of_a_program_are_told_from_ones_that_do_not_exist() -> None:
    command = Command("run", "run things", arguments=("PATH", 1, None), program=".py")
    with pytest.raises(UsageError) as caught:
        parse(command, ["train.py", "--lr", "0.1"])
    assert caught.value.hint == "what is an option of train.py goes behind --: `train.py -- --lr`"
    with pytest.raises(UsageError) as caught:
        parse(command, ["train.ipynb", "--quit"])
    assert caught.value.hint == "did you mean --quiet?"
