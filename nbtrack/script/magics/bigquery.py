"""`%%bigquery`: a query whose rows become a data frame.

The options are those of the package bigquery-magics 0.10; the client library runs the query outside too.
"""

from __future__ import annotations

import re

from nbtrack.script.literals import filled, literal
from nbtrack.script.model import Construct, Outcome, refused, translated

_PARAMS = re.compile(r"--params(?:=|\s+)(\{.*\}|\S+)")
_WITH_VALUE = {
    "--project": "project",
    "--location": "location",
    "--max_results": "max_results",
    "--maximum_bytes_billed": "maximum_bytes_billed",
    "--destination_table": "destination",
}
_FLAGS = {"--use_legacy_sql": "legacy", "--dry_run": "dry_run", "--no_query_cache": "uncached"}
_OF_THE_VIEW = ("--verbose", "--use_bqstorage_api", "--use_rest_api", "--no_progress_bar")
_OF_THE_VIEW_WITH_VALUE = (
    "--progress_bar_type",
    "--bqstorage_client",
    "--context",
    "--bigquery_api_endpoint",
    "--bqstorage_api_endpoint",
)


def bigquery(construct: Construct) -> Outcome:
    """`%%bigquery name --project p --params $values`: `name` gets the rows; without it it only runs."""
    params = _PARAMS.search(construct.argument)
    words = _PARAMS.sub(" ", construct.argument).replace("=", " ").split()
    keywords = [f"params={filled(params[1])}"] if params else []
    target = ""
    while words:
        word = words.pop(0)
        if word in _WITH_VALUE and words:
            keywords.append(f"{_WITH_VALUE[word]}={filled(words.pop(0))}")
        elif word in _OF_THE_VIEW_WITH_VALUE and words:
            words.pop(0)
        elif word in _FLAGS:
            keywords.append(f"{_FLAGS[word]}=True")
        elif word.isidentifier() and not target:
            target = word
        elif word not in _OF_THE_VIEW:
            return refused(f"no translation of %%bigquery {word} is known")
    return translated(_call(_query(construct.body or ""), target, keywords))


def _query(body: str) -> str:
    """Return the query as code: a text, or the variable that the body consists of."""
    name = body.strip().removeprefix("$")
    return name if name != body.strip() and name.isidentifier() else literal(body)


def _call(query: str, target: str, keywords: list[str]) -> str:
    arguments = ", ".join([query, *keywords, *([] if target else ["frame=False"])])
    return f"{target} = _nb_bigquery({arguments})" if target else f"_nb_bigquery({arguments})"


CELL = {"bigquery": bigquery}
