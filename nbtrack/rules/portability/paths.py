"""Tell paths that only one machine has from all the other texts with slashes in them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.rules.portability.path_texts import PathText

_DRIVE = re.compile(r"[A-Za-z]:(?:\\|/(?!/))[\w.~$%-]")
_POSIX = re.compile(r"/[\w.~-][^/<>|?*\"':;,=]*(?:/[^/<>|?*\"':;=]*)*$")
# Folders that say by their name whose they are.
_OF_SOMEBODY = frozenset(
    (
        *("Users", "Volumes", "content", "dbfs", "gdrive", "gpfs"),
        *("home", "kaggle", "lustre", "media", "mnt"),
        *("nfs", "root", "scratch", "storage", "workspace", "workspaces"),
    )
)
# Every Unix has these, and a notebook may rely on them.
_OF_EVERYBODY = frozenset(("bin", "dev", "etc", "proc", "sbin", "sys", "tmp", "usr", "var"))
_OPENING = frozenset(
    (
        *("ExcelFile", "ExcelWriter", "FileIO", "HDFStore", "ImageFolder", "Path", "PosixPath", "PurePath"),
        *("VideoCapture", "ZipFile", "chdir", "copy"),
        *("copyfile", "copytree", "exists", "flow_from_directory"),
        *("from_csv", "from_file", "from_pretrained", "genfromtxt", "glob", "iglob"),
        *("image_dataset_from_directory", "imread", "imwrite", "isdir", "isfile", "listdir", "load"),
        *("load_model", "load_weights", "loadmat", "loadtxt", "makedirs", "mkdir", "move", "open"),
        *("open_dataset", "open_mfdataset", "open_raster", "open_rasterio", "open_zarr"),
        *("read_csv", "read_excel", "read_feather", "read_file", "read_hdf", "read_image", "read_json"),
        *("read_parquet", "read_pickle", "read_table", "remove", "rmtree", "save", "save_model"),
        *("save_weights", "savefig", "savetxt", "scan_csv", "scan_parquet", "scandir", "to_csv", "to_excel"),
        *("to_feather", "to_file", "to_hdf", "to_json", "to_parquet", "to_pickle", "unlink", "walk"),
    )
)
# Routes, addresses, keys, and texts for people.
_NO_PATHS = frozenset(
    (
        *("Mount", "Route", "WebSocketRoute", "add_api_route", "add_resource", "add_url_rule", "compile"),
        *("count", "create_array", "create_carray", "create_dataset"),
        *("create_group", "create_table", "debug"),
        *("delete", "endswith", "error", "find", "findall", "fullmatch", "get", "get_node", "getenv", "head"),
        *("include_router", "index", "info", "lstrip", "match", "mount"),
        *("options", "partition", "patch", "post", "print"),
        *("put", "redirect", "removeprefix", "removesuffix", "replace", "require_group", "rfind", "route"),
        *("rpartition", "rsplit", "rstrip", "search", "select", "setdefault", "split", "startswith", "strip"),
        *("sub", "url_for", "urljoin", "warn", "warning", "websocket", "write", "xpath"),
    )
)


def is_of_one_machine(text: PathText) -> bool:
    """Tell whether a string names a file or folder that other machines do not have."""
    value = text.value
    if text.function in _NO_PATHS:
        return False
    if _DRIVE.match(value):
        return True
    if not _POSIX.match(value) or "//" in value:
        return False
    first, _, rest = value[1:].partition("/")
    if not rest or first in _OF_EVERYBODY:
        return False
    return first in _OF_SOMEBODY or text.function in _OPENING
