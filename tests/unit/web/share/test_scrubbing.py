"""What is shared holds no secret and no name of a home folder, and says what it held."""

from __future__ import annotations

import json

from nbtrack.notebook.document import parse
from nbtrack.web.share.scrubbing import Scrubber

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
KEY = "x9fK2mN4pQ7rS1tV3wX5yZ8bD0eG6hJ"


def test_a_token_goes_wherever_it_stands() -> None:
    scrubber = Scrubber()
    assert scrubber.text(f"see {TOKEN}!", "here") == "see [GitHub token removed]!"
    assert scrubber.found == [{"what": "GitHub token", "where": "here", "count": 1}]


def test_the_name_of_a_home_folder_goes_and_the_path_stays() -> None:
    scrubber = Scrubber()
    assert (
        scrubber.text("/home/ana.lopez/data and /home/jovyan/work", "here")
        == "/home/somebody/data and /home/jovyan/work"
    )
    assert scrubber.found[0]["what"] == "name of a home folder"


def test_a_value_is_told_by_its_name_and_gone_from_everything_else() -> None:
    scrubber = Scrubber()
    assert KEY not in json.dumps(scrubber.value({"nested": {"api_key": KEY}}, "config", "run"))
    assert KEY not in scrubber.everywhere(f"nbtrack run -p api_key={KEY}")
    assert scrubber.value([1, None, "plain"], "config", "run") == [1, None, "plain"]


def test_a_notebook_is_scrubbed_in_sources_outputs_and_tracebacks_but_not_in_pictures() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["tok", "en ", TOKEN]},
        {
            "output_type": "error",
            "ename": "E",
            "evalue": TOKEN,
            "traceback": [f"\x1b[31m{TOKEN[:10]}\x1b[0m{TOKEN[10:]}"],
        },
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/png": TOKEN, "text/html": [f"<b>{TOKEN}</b>"]},
        },
    ]
    cell = {
        "cell_type": "code",
        "metadata": {"secret": TOKEN},
        "source": f"t = '{TOKEN}'",
        "outputs": outputs,
        "execution_count": 1,
    }
    made = {"cells": [cell], "metadata": {"who": "/home/ana/x"}, "nbformat": 4, "nbformat_minor": 4}
    found = Scrubber().notebook(parse(json.dumps(made).encode(), "a.ipynb"), "run")
    assert found.text.count(TOKEN) == 1
    assert found.cells[0].outputs[2]["data"]["image/png"] == TOKEN
    assert "ana" not in found.text
    assert TOKEN[10:] not in found.text.replace(TOKEN, "")


def test_what_holds_nothing_is_as_it_was() -> None:
    scrubber = Scrubber()
    text = "lr = 0.1 # \x1b[1mplain\x1b[0m"
    assert scrubber.text(text, "here") == text
    assert scrubber.found == []
