"""The version of nbtrack, read by the build and by `nbtrack --version`."""

__version__ = "0.1.0.dev0"
