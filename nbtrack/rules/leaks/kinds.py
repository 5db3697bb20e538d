"""The kinds of secrets that can be told by their form.

Each kind has keywords, one of which has to stand in a text before its pattern is even compiled; most
notebooks hold none, and then no regular expression is needed. The forms are those that the issuers document,
or that their own scanners look for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

_BEFORE = r"(?<![A-Za-z0-9+/_-])"  # not in the middle of a longer word, and so not inside an encoded picture
_BEHIND = r"(?![A-Za-z0-9+/_-])"


class Kind:
    """One kind of secret; the pattern's first group, or else all of it, is the secret itself."""

    __slots__ = ("_compiled", "_pattern", "keywords", "name")

    def __init__(self, name: str, keywords: tuple[str, ...], pattern: str) -> None:
        self.name = name
        self.keywords = keywords
        self._pattern = pattern
        self._compiled: Pattern[str] | None = None

    @property
    def pattern(self) -> Pattern[str]:
        """Return the compiled pattern."""
        if self._compiled is None:
            import re

            self._compiled = re.compile(self._pattern)
        return self._compiled

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text holds a keyword."""
        return any(keyword in text for keyword in self.keywords)


def _token(name: str, keyword: str, pattern: str) -> Kind:
    """Make a kind that is one word with a mark of its own."""
    return Kind(name, (keyword,), f"{_BEFORE}(?:{pattern}){_BEHIND}")


def _assigned(name: str, keywords: tuple[str, ...], names: str, value: str) -> Kind:
    """Make a kind that has no form but the name it is given to: `WANDB_API_KEY = "..."`."""
    return Kind(
        name, keywords, rf"""(?:{names})["']?\s*[\])]?\s*(?:=|:|,)\s*["']?{_BEFORE}({value}){_BEHIND}"""
    )


KINDS = (
    # clouds
    _token("AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}"),
    _token("AWS temporary access key", "ASIA", r"ASIA[A-Z2-7]{16}"),
    _assigned("AWS secret key", ("aws_secret", "AWS_SECRET", "SecretAccessKey"),
              "(?i:aws_secret(?:_access)?_key)|SecretAccessKey", "[A-Za-z0-9/+]{40}"),
    _token("Google API key", "AIza", r"AIza[0-9A-Za-z_-]{35}"),
    _token("Google OAuth secret", "GOCSPX-", r"GOCSPX-[0-9A-Za-z_-]{28}"),
    _token("Google OAuth token", "ya29.", r"ya29\.[0-9A-Za-z_-]{40,}"),
    Kind("Azure storage key", ("AccountKey=",), r"AccountKey=([A-Za-z0-9+/]{86}==)"),
    Kind("Azure shared access signature", ("sig=",), r"[?&]sig=([A-Za-z0-9%]{43,80}%3[Dd])"),
    _token("DigitalOcean token", "_v1_", r"do[opr]_v1_[a-f0-9]{64}"),
    _token("Alibaba access key", "LTAI", r"LTAI[A-Za-z0-9]{20}"),
    _token("Databricks token", "dapi", r"dapi[a-f0-9]{32}(?:-\d)?"),
    # code hosts and package registries
    _token("GitHub token", "gh", r"gh[pousr]_[A-Za-z0-9]{36,}"),
    _token("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{82}"),
    _token("GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20,}"),
    _token("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _token("PyPI token", "pypi-Ag", r"pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}"),
    _token("Docker Hub token", "dckr_pat_", r"dckr_pat_[A-Za-z0-9_-]{27}"),
    # models and experiments
    _token("Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{34}"),
    _token("OpenAI key", "T3BlbkFJ", r"sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"),
    _token("Anthropic key", "sk-ant-", r"sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,}"),
    _token("OpenRouter key", "sk-or-", r"sk-or-v1-[a-f0-9]{64}"),
    _token("Groq key", "gsk_", r"gsk_[A-Za-z0-9]{52}"),
    _token("Replicate token", "r8_", r"r8_[A-Za-z0-9]{37}"),
    _token("LangSmith key", "lsv2_", r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}"),
    _token("Pinecone key", "pcsk_", r"pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,}"),
    _token("Neptune token", "eyJhcGlfYWRkcmVzcyI6", r"eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/]{60,}={0,2}"),
    _assigned("Weights & Biases key", ("wandb", "WANDB"),
              r"WANDB_API_KEY|wandb[. ]login(?:\(key)?", "[a-f0-9]{40}"),
    _assigned("Kaggle key", ("kaggle", "KAGGLE", '"key"'), r"KAGGLE_KEY|[\"']key", "[a-f0-9]{32}"),
    # messages and mail
    _token("Slack token", "xox", r"xox[abeoprs]-[0-9A-Za-z-]{20,}"),
    Kind("Slack webhook", ("hooks.slack.com",),
         r"hooks\.slack\.com/services/(T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24})"),
    Kind("Discord webhook", ("/api/webhooks/",),
         r"discord(?:app)?\.com/api/webhooks/(\d{17,20}/[A-Za-z0-9_-]{60,})"),
    Kind("Telegram bot token", (":AA",), rf"(?<!\d)\d{{8,10}}:AA[A-Za-z0-9_-]{{33}}{_BEHIND}"),
    _token("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _token("Mailgun key", "key-", r"key-[a-f0-9]{32}"),
    _assigned("Twilio token", ("twilio", "TWILIO", "Twilio"), "(?i:twilio_auth_token)", "[a-f0-9]{32}"),
    # other services
    _token("Stripe key", "_live_", r"[sr]k_live_[A-Za-z0-9]{24,}"),
    _token("Shopify token", "shp", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    _token("Notion token", "ntn_", r"ntn_[A-Za-z0-9]{40,50}"),
    _token("Grafana token", "glsa_", r"glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"),
    _token("Mapbox secret token", "sk.eyJ", r"sk\.eyJ[A-Za-z0-9_-]{60,}\.[A-Za-z0-9_-]{20,}"),
    _token("Postman key", "PMAK-", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    _token("New Relic key", "NRAK-", r"NRAK-[A-Z0-9]{27}"),
    _token("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{24,}"),
    _token("age secret key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    # forms that many share
    Kind("private key", ("PRIVATE KEY-----",),
         r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*([A-Za-z0-9+/=\s\\]{120,})"),
    _token("JSON web token", "eyJ", r"eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}"),
    Kind("password in a URL", ("://",),
         r"[a-z][a-z0-9+.-]{2,20}://[^\s/:@\"'<>{}$]{1,64}:([^\s/:@\"'<>{}$()\[\],]{3,64})@[A-Za-z0-9.-]{3,}"),
    Kind("bearer token", ("Bearer ", "bearer "), r"[Bb]earer ([A-Za-z0-9_.~+/-]{24,}=*)"),
)  # fmt: skip

_TELLING_NAMES = (
    r"(?i:(?<![a-z])(?:passw(?:or)?d|pwd|passphrase|(?:api|app|secret|access|auth|private|client|account)_?-?"
    r"(?:key|token|secret|password)|secret|token)(?![a-z]))"
)
NAMED_VALUE = Kind(
    "secret",
    tuple(
        form
        for word in ("passw", "pwd", "passphrase", "key", "secret", "token")
        for form in (word, word.upper(), word.capitalize())
    ),
    rf"""{_TELLING_NAMES}["']?\s*\]?\s*(?:=|:)\s*[rbu]?["']([^\s"'<>{{}}$]{{6,200}})["']""",
)
