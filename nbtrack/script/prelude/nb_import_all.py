"""Import all names of a module from inside a function."""


def _nb_import_all(name: str) -> None:
    """Do what `from name import *` does at the top level."""
    import importlib

    module = importlib.import_module(name)
    public = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    globals().update({name: getattr(module, name) for name in public})
