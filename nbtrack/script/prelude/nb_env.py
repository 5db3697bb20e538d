"""Set an environment variable."""


def _nb_env(name: str, value: str) -> None:
    """Set an environment variable and print it."""
    import os

    os.environ[name] = value
    print(f"env: {name}={value}")
