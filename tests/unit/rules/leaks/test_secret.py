"""NBT201: what looks like a key is found wherever it stands, and never shown; placeholders are not."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.rules.leaks.secret import KINDS
from tests.making import code, markdown, notebook, result, stream
from tests.unit.rules.asking import findings, fixed, said

RULE = "NBT201"
# Put together here, so that no scanner takes this file for a leak.
UPPER, LOWER, HEX = "QZ7K3VXM5TRWJ2HYN4PF", "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Cc", "9f3a7c1e5b8d2046"
GITHUB = "ghp" + "_" + LOWER + LOWER[:8]

TOKENS = {
    "AWS access key": "AK" + "IA" + UPPER[:16],
    "Google API key": "AI" + "za" + (LOWER * 2)[:35],
    "GitHub token": GITHUB,
    "GitLab token": "glp" + "at-" + LOWER[:20],
    "Hugging Face token": "h" + "f_" + (LOWER * 2)[:34],
    "Anthropic key": "sk-" + "ant-api03-" + (LOWER * 3)[:80],
    "OpenAI key": "sk-" + "proj-" + LOWER[:20] + "T3Blbk" + "FJ" + LOWER[:20],
    "Slack token": "xo" + "xb-" + "123098347561-" + LOWER[:24],
    "Databricks token": "da" + "pi" + HEX * 2,
    "npm token": "np" + "m_" + (LOWER * 2)[:36],
    "Stripe key": "sk" + "_live_" + LOWER[:24],
    "JSON web token": "ey" + "J" + LOWER[:20] + ".ey" + "J" + LOWER[:20] + "." + LOWER[:25],
    "Azure storage key": "Account" + "Key=" + (LOWER * 3)[:86] + "==",
    "password in a URL": "postgres://ana:" + "h7Kq2vXz" + "@db.company.net/x",
    "bearer token": "Bea" + "rer " + LOWER,
}
TOKENS |= {
    "GitLab token ": "glr" + "t-" + LOWER[:20],
    "Google OAuth secret": "GOC" + "SPX-" + LOWER[:28],
    "Azure client secret": "q8Z" + "8Q" + "~" + LOWER + LOWER[:3],
    "DeepSeek key": "s" + "k-" + HEX * 2,
    "xAI key": "xa" + "i-" + (LOWER * 3)[:80],
    "NVIDIA key": "nv" + "api-" + (LOWER * 3)[:64],
    "Perplexity key": "pp" + "lx-" + (LOWER * 2)[:48],
    "Tavily key": "tv" + "ly-dev-" + (LOWER * 2)[:32],
    "Kaggle token": "KG" + "AT_" + HEX * 2,
    "Airtable token": "pa" + "t" + LOWER[:14] + "." + HEX * 4,
    "Mailchimp key": HEX * 2 + "-u" + "s12",
    "Jupyter token": "http://127.0.0.1:8888/lab?tok" + "en=" + HEX * 3,
    "key in a URL": "https://api.company.net/v1?city=x&api" + "_key=" + HEX * 2,
    "token in a header": "Authoriz" + "ation: token " + HEX * 2,
    "password in a header": "Authoriz" + "ation: Basic " + LOWER[:24] + "==",
}
NAMED = {
    "password": 'password = "h7K!q2vXz"',
    "api key": 'API_KEY = "k3vXm5TrWj2HyN4pF"',
    "dictionary": '{"secret_token": "k3vXm5TrWj2HyN4pF"}',
    "connection": 'connect("host=db user=ana pwd=h7K!q2vXz dbname=x")',
    "driver": 'dsn = "DRIVER={ODBC};SERVER=db;UID=ana;PWD=h7K!q2vXz"',
    "short host": '"redis://:h7K!q2vXz@db:6379"',
    "address of six": '"redis://:h7K!q2vXz@[::1]:6379"',
    "environment": 'os.environ["DB_PASSWORD"] = "h7K!q2vXz"',
    "Weights & Biases": "WANDB_API" + f'_KEY="{(HEX * 3)[:40]}"',
    "base64": f'api_key = "{LOWER[:20]}/{LOWER}+Zk="',
    "in JSON in a string": 'body = "{\\"api_key\\": \\"k3vXm5TrWj2HyN4pF\\"}"',
    "in a page": "<pre>&quot;api_key&quot;: &quot;k3vXm5TrWj2HyN4pF&quot;</pre>",
    "%env": "%env OPENAI_API_KEY=k3vXm5TrWj2HyN4pF",
    "%env with a blank": "%env API_TOKEN k3vXm5TrWj2HyN4pF",
    "export": "!export DB_PASSWORD=h7K!q2vXz",
    "an option": "!tool --api-key k3vXm5TrWj2HyN4pF run",
    "wandb login": "!wandb login --relogin " + (HEX * 3)[:40],
    "kaggle.json": '!echo \'{"username":"ana","key":"' + HEX * 2 + "\"}' > kaggle.json",
    "setdefault": 'os.environ.setdefault("WANDB_API' + f'_KEY", "{(HEX * 3)[:40]}")',
    "AWS secret": "aws_secret_access" + f'_key = "{(LOWER * 2)[:40]}"',
}
HARMLESS = [
    "",
    "token = tokenizer.next()",
    'password = getpass.getpass("password: ")',
    'api_key = os.environ["API_KEY"]',
    'API_KEY = "your-api-key-here"',
    'API_KEY = "xxxxxxxxxxxxxxxx"',
    'password = "<password>"',
    'password = "changeme"',
    'secret = "example-secret-Value1"',
    'token = "end_of_sentence"',
    'pad_token = "[PAD]"',
    'key = "column_name"',
    'sort_key = "2021-03-05"',
    'password = "{password}"',
    'url = "postgres://user:${PASSWORD}@host/db"',
    'url = "postgres://user:password@host"'.replace("password", "xxxx"),
    f'picture = "data:image/png;base64,{"A" * 20}AK' + f'IA{UPPER[:16]}BBBB"',
    "sk-" + "learn-contrib-is-a-package",
    '"hf_" + name',
    'token = "bert-base-uncased-2021"',
    '{"token": "Covid19", "score": 1}',
    'secret = "projects/1/secrets/name2021"',
    'private_key = "id_rsa_2021_backup.pem"',
    'client_secret = "client_secret_12345.json"',
    '{"key": "d41d8cd98f00b204e9800998ecf8427e"}',
    'url = "postgresql://postgres:postgres@localhost:5432/db"',
    'url = "https://oauth2:$TOKEN@gitlab.company.net/x.git"',
    "Bearer authentication-scheme-is-described-below",
    "%env TOKENIZERS_PARALLELISM=false",
    "%env CUDA_VISIBLE_DEVICES=0",
    "!tool --token $API_TOKEN_2021",
    "huggingface-cli login --token {hf_token}",
    "api_key = userdata.get('OPENAI_API_KEY')",
    'password_field = "Passw0rdField"',
    "connect(host=host, user=user, password=Passw0rd2)",
    '"host=db user=ana password=%s dbname=x"',
    'f"host=db user=ana password={PASSWORD2}"',
    "user = ana; password = getpass2(Xy9)",
    "sha256: 9f3a7c1e5b8d20469f3a7c1e5b8d2046",
    "https://example.com/?token=end_of_line_token_1",
    'n.DEFAULT_TOKEN="eyJzZXNzaW9uX2lkIjogImRlZmF1bHQifQ";let h=0',  # Bokeh's own script, on any page of it
]


@pytest.mark.parametrize("source", HARMLESS, ids=repr)
def test_harmless_text_is_no_finding(source: str) -> None:
    shown = [stream(source), result({"text/html": source})]
    assert said(RULE, notebook(code(source, outputs=shown), markdown(source))) == []


@pytest.mark.parametrize(("kind", "token"), TOKENS.items(), ids=TOKENS)
def test_a_token_is_found_by_its_form(kind: str, token: str) -> None:
    (message,) = said(RULE, notebook(code(f"x = 1\ny = '{token}'")))
    assert (
        message.partition("looks like a")[2].split(": ")[0].split(" (")[0].partition(" ")[2] == kind.strip()
    )
    assert message.startswith("1:2:")


@pytest.mark.parametrize("source", NAMED.values(), ids=NAMED)
def test_a_value_is_found_by_its_name(source: str) -> None:
    assert len(said(RULE, notebook(code(source)))) == 1


@pytest.mark.parametrize("token", [*TOKENS.values(), *NAMED.values()], ids=[*TOKENS, *NAMED])
def test_a_finding_never_shows_the_secret(token: str) -> None:
    found = findings(RULE, notebook(code(f"'{token}'" if token in TOKENS.values() else token)))
    assert all(finding.place.snippet is None for finding in found)
    shown = " ".join(finding.message for finding in found)
    assert not [piece for piece in (token[at : at + 9] for at in range(6, len(token) - 9)) if piece in shown]


def output_cases() -> dict[str, dict[str, Any]]:
    return {
        "stream": stream(f"key {GITHUB}"),
        "stderr": stream(GITHUB, "stderr"),
        "html": result({"text/html": f"<td>{GITHUB}</td>"}),
        "json": result({"application/json": {"deep": [{"token": GITHUB}]}}),
        "error": {"output_type": "error", "ename": "E", "evalue": GITHUB, "traceback": []},
        "traceback": {
            "output_type": "error",
            "ename": "E",
            "evalue": "",
            "traceback": [f"\x1b[0;32mtoken\x1b[0m = \x1b[1m{GITHUB}\x1b[0m"],
        },
    }


def test_what_a_result_shows_as_text_and_as_a_page_is_said_once() -> None:
    both = result({"text/plain": GITHUB, "text/html": f"<td>{GITHUB}</td>"})
    assert len(findings(RULE, notebook(code("1", outputs=[both])))) == 1


def test_two_secrets_of_a_result_are_two() -> None:
    other = GITHUB[:-1] + "Q"
    both = result({"text/plain": f"{GITHUB} {other}", "text/html": f"<td>{GITHUB}</td>"})
    assert len(findings(RULE, notebook(code("1", outputs=[both])))) == 2


@pytest.mark.parametrize("output", output_cases().values(), ids=output_cases())
def test_an_output_with_a_secret_is_removed_the_others_stay(output: dict[str, Any]) -> None:
    leaking = notebook(code("1", outputs=[stream("fine"), output]))
    (message,) = said(RULE, leaking)
    assert message.startswith("1: output 2 holds what looks like a GitHub token: ghp_…")
    assert fixed(RULE, leaking).raw == notebook(code("1", outputs=[stream("fine")])).raw


def test_metadata_is_looked_at() -> None:
    assert len(said(RULE, notebook(metadata={"mine": {"token": GITHUB}}))) == 1
    assert len(said(RULE, notebook(code("1", metadata={"mine": [GITHUB]})))) == 1


def test_no_layout_hides_a_secret() -> None:
    cut = code("") | {"source": [f"x = '{GITHUB[:2]}", f"{GITHUB[2:9]}", f"{GITHUB[9:]}'"]}
    assert len(said(RULE, notebook(cut))) == 1


def test_a_source_is_never_changed() -> None:
    leaking = notebook(code(f"x = '{GITHUB}'"))
    assert fixed(RULE, leaking).raw == leaking.raw


def test_a_picture_is_not_looked_at() -> None:
    assert said(RULE, notebook(code("1", outputs=[result({"image/png": GITHUB})]))) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_pattern_compiles(kind: Any) -> None:
    assert kind.pattern.search("nothing to see") is None
    assert kind.keywords


@pytest.mark.parametrize(
    "text",
    [
        "a:" * 20_000,
        "password" * 9_000,
        "password" + " " * 60_000,
        "KAGGLE_KEY" + " " * 60_000,
        "api_key=" + '"' * 60_000,
        "://" + "a" * 60_000,
        "eyJ" * 20_000,
        "%env " * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    assert said(RULE, notebook(code(f"x = '{text}'"))) == []


def test_a_secret_without_a_mark_is_told_by_its_length_alone() -> None:
    told = said(RULE, notebook(code("pass" + f"word = '{LOWER}'")))
    assert told == [f"1:1:13: the source holds what looks like a password ({len(LOWER)} characters)"]
