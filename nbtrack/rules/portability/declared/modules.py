"""Which distributions bring which module, where the names differ or one brings many."""

from __future__ import annotations

# A module whose distribution has another name. Several may bring it.
DISTRIBUTIONS: dict[str, tuple[str, ...]] = {
    "Bio": ("biopython",),
    "Crypto": ("pycryptodome", "pycrypto"),
    "MySQLdb": ("mysqlclient",),
    "OpenSSL": ("pyopenssl",),
    "PIL": ("pillow", "pillow-simd", "matplotlib"),
    "PyQt5": ("pyqt",),
    "attr": ("attrs",),
    "bs4": ("beautifulsoup4",),
    "causallearn": ("causal-learn",),
    "community": ("python-louvain",),
    "cv2": ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv", "py-opencv"),
    "dateutil": ("python-dateutil",),
    "dns": ("dnspython",),
    "docx": ("python-docx",),
    "dotenv": ("python-dotenv",),
    "ee": ("earthengine-api",),
    "faiss": ("faiss-cpu", "faiss-gpu"),
    "fitz": ("pymupdf",),
    "gi": ("pygobject",),
    "git": ("gitpython",),
    "github": ("pygithub",),
    "googleapiclient": ("google-api-python-client",),
    "graphviz": ("graphviz", "python-graphviz"),
    "grpc": ("grpcio",),
    "gym": ("gym", "gymnasium"),
    "haiku": ("dm-haiku",),
    "igraph": ("igraph", "python-igraph"),
    "imblearn": ("imbalanced-learn",),
    "jose": ("python-jose",),
    "jwt": ("pyjwt",),
    "kafka": ("kafka-python",),
    "ldap": ("python-ldap",),
    "lightning": ("lightning", "pytorch-lightning"),
    "magic": ("python-magic",),
    "mpl_toolkits": ("matplotlib", "basemap"),
    "nacl": ("pynacl",),
    "official": ("tf-models-official", "tf-models-nightly"),
    "osgeo": ("gdal",),
    "ot": ("pot",),
    "pl_bolts": ("lightning-bolts",),
    "pptx": ("python-pptx",),
    "progressbar": ("progressbar2",),
    "psycopg2": ("psycopg2", "psycopg2-binary"),
    "pylab": ("matplotlib",),
    "pynvml": ("nvidia-ml-py",),
    "pytorch_lightning": ("pytorch-lightning", "lightning"),
    "pywt": ("pywavelets",),
    "pyximport": ("cython",),
    "rest_framework": ("djangorestframework",),
    "ruamel": ("ruamel-yaml",),
    "serial": ("pyserial",),
    "shapefile": ("pyshp",),
    "skbio": ("scikit-bio",),
    "skfuzzy": ("scikit-fuzzy",),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn", "scikit-learn-intelex", "intelex"),
    "sklearn_extra": ("scikit-learn-extra",),
    "skmultilearn": ("scikit-multilearn",),
    "skopt": ("scikit-optimize",),
    "skrf": ("scikit-rf",),
    "sksurv": ("scikit-survival",),
    "slugify": ("python-slugify",),
    "snap": ("snap-stanford",),
    "sonnet": ("dm-sonnet",),
    "speech_recognition": ("speechrecognition",),
    "surprise": ("scikit-surprise",),
    "tables": ("tables", "pytables"),
    "talib": ("ta-lib",),
    "telegram": ("python-telegram-bot",),
    "tensorflow": ("tensorflow", "tf-nightly", "intel-tensorflow"),
    "torch": ("torch", "pytorch", "pytorch-gpu", "pytorch-cpu"),
    "umap": ("umap-learn",),
    "usb": ("pyusb",),
    "vertexai": ("google-cloud-aiplatform",),
    "whisper": ("openai-whisper",),
    "win32com": ("pywin32",),
    "wx": ("wxpython",),
    "yaml": ("pyyaml",),
    "zmq": ("pyzmq",),
}
# What comes along with widely used distributions; the modules are under their own names.
_SCIENCE = ("numpy", "pandas", "matplotlib", "scipy")
BRINGS: dict[str, tuple[str, ...]] = {
    "anaconda": (
        *_SCIENCE,
        "sklearn",
        "skimage",
        "seaborn",
        "sympy",
        "yaml",
        "requests",
        "bs4",
        "tqdm",
        "numba",
    ),
    "ax-platform": (*_SCIENCE, "botorch", "gpytorch", "torch", "sklearn", "plotly"),
    "botorch": ("numpy", "scipy", "gpytorch", "linear_operator", "torch"),
    "dask": ("cloudpickle", "distributed", "fsspec", "toolz"),
    "datasets": ("numpy", "pandas", "pyarrow", "requests", "tqdm", "huggingface_hub", "fsspec", "yaml"),
    "fastai": (*_SCIENCE, "torch", "torchvision", "fastcore", "PIL", "sklearn", "spacy", "requests", "yaml"),
    "geemap": ("ee", "folium", "ipyleaflet", "numpy", "pandas"),
    "geopandas": ("numpy", "pandas", "shapely", "pyproj", "fiona", "pyogrio"),
    "gpytorch": ("numpy", "scipy", "linear_operator", "sklearn", "torch"),
    "holoviews": ("bokeh", "colorcet", "numpy", "pandas", "panel", "param", "pyviz_comms"),
    "hvplot": ("bokeh", "colorcet", "holoviews", "numpy", "pandas", "panel", "param"),
    "hydra-core": ("omegaconf", "antlr4"),
    "jax": ("numpy", "scipy", "jaxlib"),
    "jupyter": ("ipywidgets", "jupyterlab", "nbconvert", "notebook"),
    "keras": ("numpy", "h5py"),
    "langchain": ("langchain_core", "langchain_text_splitters", "pydantic", "requests", "yaml"),
    "lifelines": ("autograd", "formulaic", *_SCIENCE),
    "lightgbm": ("numpy", "scipy"),
    "matplotlib": ("numpy", "PIL", "cycler", "dateutil", "packaging", "pyparsing"),
    "pandas": ("numpy", "dateutil", "pytz"),
    "panel": ("bokeh", "param", "pyviz_comms"),
    "pymc": ("arviz", "numpy", "pandas", "pytensor", "scipy", "xarray"),
    "requests": ("urllib3", "certifi", "idna"),
    "scikit-image": ("numpy", "scipy", "PIL", "imageio", "networkx"),
    "scikit-learn": ("numpy", "scipy", "joblib"),
    "scipy": ("numpy",),
    "seaborn": ("numpy", "pandas", "matplotlib"),
    "sentence-transformers": (
        "numpy",
        "scipy",
        "sklearn",
        "torch",
        "transformers",
        "huggingface_hub",
        "tqdm",
    ),
    "spacy": ("numpy", "requests", "thinc", "tqdm"),
    "statsmodels": (*_SCIENCE[:2], "scipy", "patsy"),
    "tensorflow": (
        "numpy",
        "keras",
        "h5py",
        "tensorboard",
        "absl",
        "google",
        "grpc",
        "packaging",
        "requests",
        "six",
    ),
    "torch": ("numpy", "torchgen", "functorch"),
    "transformers": (
        "numpy",
        "requests",
        "yaml",
        "tqdm",
        "huggingface_hub",
        "tokenizers",
        "safetensors",
        "regex",
    ),
    "whiteboxgui": ("whitebox",),
    "xarray": ("numpy", "pandas"),
    "xgboost": ("numpy", "scipy"),
}
# There wherever a notebook runs, or only where its platform brings it.
ALWAYS_THERE = frozenset(
    (
        *("IPython", "comm", "ipykernel", "jupyter_client", "jupyter_core", "nbformat", "nest_asyncio"),
        *("nbtrack", "pip", "pkg_resources", "setuptools", "tornado", "traitlets", "wheel", "zmq"),
        *("dbruntime", "databricks", "kaggle_datasets", "kaggle_secrets", "notebookutils", "mssparkutils"),
        *("js", "micropip", "piplite", "pyodide", "pyodide_js", "__main__", "__future__"),
    )
)


def distributions_of(module: str) -> tuple[str, ...]:
    """Return the distributions that may bring a module, its own name among them."""
    plain = _plain(module)
    several = (plain, f"python-{plain}", f"{plain}-python", f"py{plain}", f"py-{plain}", f"{plain}py")
    return (*DISTRIBUTIONS.get(module, ()), *several)


def provides(names: frozenset[str], module: str) -> bool:
    """Tell whether one of some distributions brings a module, or is likely to."""
    candidates = distributions_of(module)
    if not names.isdisjoint(candidates):
        return True
    if any(name.startswith(f"{_plain(module)}-") for name in names):  # google-cloud-storage, tensorflow-cpu
        return True
    return any(
        module in modules and (name in names or any(part.startswith(f"{name}-") for part in names))
        for name, modules in BRINGS.items()
    )


def _plain(module: str) -> str:
    return module.lower().replace("_", "-")
