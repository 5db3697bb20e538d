"""The secrets of known issuers, in the forms that they document, or that their own scanners look for."""

from __future__ import annotations

from nbtrack.rules.leaks.kinds import BEFORE, BEHIND, Kind, assigned, token

_CLOUDS = (
    token("AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}"),
    token("AWS temporary access key", "ASIA", r"ASIA[A-Z2-7]{16}"),
    assigned("AWS secret key", ("aws_secret", "AWS_SECRET", "ecretAccessKey"),
             "(?i:aws_secret(?:_access)?_key)|[Ss]ecretAccessKey", "[A-Za-z0-9/+]{40}"),
    token("Google API key", "AIza", r"AIza[0-9A-Za-z_-]{35}"),
    token("Google OAuth secret", "GOCSPX-", r"GOCSPX-[0-9A-Za-z_-]{28}"),
    token("Google OAuth token", "ya29.", r"ya29\.[0-9A-Za-z_-]{40,}"),
    Kind("Google refresh token", ("1//0",), rf"(?<![\w/:])(1//0[0-9A-Za-z_-]{{40,}}){BEHIND}", mark="1//0"),
    Kind("Azure storage key", ("AccountKey=",), r"AccountKey=([A-Za-z0-9+/]{86}==)"),
    Kind("Azure shared access signature", ("sig=",), r"[?&]sig=([A-Za-z0-9%+/]{43,80}(?:%3[Dd]|=))"),
    Kind("Azure client secret", ("Q~",),
         r"(?<![\w~.-])([A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![\w~.-])"),
    Kind("Azure AI key", ("JQQJ99",), rf"{BEFORE}([A-Za-z0-9]{{52}}JQQJ99[A-Za-z0-9]{{26}}){BEHIND}"),
    token("DigitalOcean token", "_v1_", r"do[opr]_v1_[a-f0-9]{64}"),
    token("Alibaba access key", "LTAI", r"LTAI(?:[A-Za-z0-9]{20}|[A-Za-z0-9]{12})"),
    token("Databricks token", "dapi", r"dapi[a-f0-9]{32}(?:-\d)?"),
    token("Terraform token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}"),
)  # fmt: skip
_CODE = (
    *(token("GitHub token", f"gh{form}_", rf"gh{form}_[A-Za-z0-9]{{36,255}}") for form in "pousr"),
    token("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{82}"),
    *(token("GitLab token", f"gl{form}-", rf"gl{form}-[A-Za-z0-9_-]{{20,300}}")
      for form in ("pat", "dt", "rt", "cbt", "ptt", "agent", "oas", "soat")),
    token("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    token("PyPI token", "pypi-Ag", r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}"),
    token("Docker Hub token", "dckr_", r"dckr_(?:pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})"),
    token("RubyGems key", "rubygems_", r"rubygems_[a-f0-9]{48}"),
    token("Atlassian token", "ATATT3", r"ATATT3[A-Za-z0-9_=-]{180,}"),
    token("Linear key", "lin_api_", r"lin_api_[A-Za-z0-9]{40}"),
    token("Postman key", "PMAK-", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
)  # fmt: skip
_MODELS = (
    token("Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{34}"),
    token("Hugging Face token", "api_org_", r"api_org_[A-Za-z]{34}"),
    Kind("OpenAI key", ("T3BlbkFJ",),
         rf"{BEFORE}(sk-[A-Za-z0-9_-]{{20,200}}T3BlbkFJ[A-Za-z0-9_-]{{20,}})", mark="sk-"),
    token("Anthropic key", "sk-ant-", r"sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,}"),
    token("OpenRouter key", "sk-or-", r"sk-or-v1-[a-f0-9]{64}"),
    token("DeepSeek key", "sk-", r"sk-[a-f0-9]{32}"),
    token("xAI key", "xai-", r"xai-[A-Za-z0-9]{80}"),
    token("Groq key", "gsk_", r"gsk_[A-Za-z0-9]{52}"),
    token("Perplexity key", "pplx-", r"pplx-[A-Za-z0-9]{48}"),
    token("NVIDIA key", "nvapi-", r"nvapi-[A-Za-z0-9_-]{60,70}"),
    token("Replicate token", "r8_", r"r8_[A-Za-z0-9]{37}"),
    token("Tavily key", "tvly-", r"tvly-(?:dev-)?[A-Za-z0-9]{32}"),
    token("Jina key", "jina_", r"jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}"),
    token("LlamaCloud key", "llx-", r"llx-[A-Za-z0-9]{48}"),
    token("LangSmith key", "lsv2_", r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}"),
    token("LangSmith key", "ls__", r"ls__[a-f0-9]{32}"),
    token("Pinecone key", "pcsk_", r"pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,}"),
    token("Neptune token", "eyJhcGlfYWRkcmVzcyI6", r"eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/]{60,}={0,2}"),
    token("Weights & Biases key", "wandb_v1_", r"wandb_v1_[A-Za-z0-9_]{60,}"),
    Kind("Weights & Biases key", ("wandb", "WANDB"),
         rf"(?:WANDB_API_KEY|wandb[. ]login)[^\n]{{1,60}}?{BEFORE}([a-f0-9]{{40}}){BEHIND}"),
    token("Kaggle token", "KGAT_", r"KGAT_[a-f0-9]{32}"),
    assigned("Kaggle key", ("KAGGLE_KEY",), "KAGGLE_KEY", "[a-f0-9]{32}"),
    Kind("Kaggle key", ("username",),
         rf"username\W{{1,12}}[\w.-]{{1,60}}\W{{1,12}}key\W{{1,12}}{BEFORE}([a-f0-9]{{32}}){BEHIND}"),
)  # fmt: skip
_MESSAGES = (
    token("Slack token", "xox", r"xox[abeoprs]-[0-9A-Za-z-]{20,}"),
    token("Slack token", "xapp-", r"xapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{64}"),
    Kind("Slack webhook", ("hooks.slack.com",),
         r"hooks\.slack\.com/services/(T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24})"),
    Kind("Teams webhook", ("webhook.office.com",),
         r"webhook\.office\.com/webhookb2/([a-f0-9-]{36}@[a-f0-9-]{36}/IncomingWebhook/[a-f0-9]{32})"),
    Kind("Discord webhook", ("/api/webhooks/",),
         r"discord(?:app)?\.com/api/webhooks/(\d{17,20}/[A-Za-z0-9_-]{60,})"),
    Kind("Telegram bot token", (":AA",), rf"(?<!\d)\d{{8,10}}:AA[A-Za-z0-9_-]{{33}}{BEHIND}"),
    token("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    token("Mailgun key", "key-", r"key-[a-f0-9]{32}"),
    Kind("Mailchimp key", ("-us",), rf"{BEFORE}([a-f0-9]{{32}}-us\d{{1,2}}){BEHIND}"),
    assigned("Twilio token", ("twilio", "TWILIO", "Twilio"), "(?i:twilio_auth_token)", "[a-f0-9]{32}"),
)  # fmt: skip
_SERVICES = (
    token("Stripe key", "k_live_", r"[sr]k_live_[A-Za-z0-9]{24,}"),
    token("Shopify token", "shp", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    token("Notion token", "ntn_", r"ntn_[A-Za-z0-9]{40,50}"),
    token("Notion token", "secret_", r"secret_[A-Za-z0-9]{43}"),
    Kind("Airtable token", ("pat",), rf"{BEFORE}(pat[A-Za-z0-9]{{14}}\.[a-f0-9]{{64}}){BEHIND}"),
    token("Grafana token", "glsa_", r"glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"),
    token("Grafana token", "glc_eyJ", r"glc_eyJ[A-Za-z0-9+/]{60,}={0,2}"),
    token("Mapbox secret token", "sk.eyJ", r"sk\.eyJ[A-Za-z0-9_-]{60,}\.[A-Za-z0-9_-]{20,}"),
    token("New Relic key", "NRAK-", r"NRAK-[A-Z0-9]{27}"),
    token("Supabase token", "sbp_", r"sbp_[a-f0-9]{40}"),
    token("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{24,}"),
    token("age secret key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    Kind("Jupyter token", ("token=",), r"[?&]token=([a-f0-9]{48})(?![a-f0-9])"),
)  # fmt: skip

ISSUERS = (*_CLOUDS, *_CODE, *_MODELS, *_MESSAGES, *_SERVICES)
