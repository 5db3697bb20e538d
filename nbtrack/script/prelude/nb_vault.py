"""Variables that outlast a notebook."""


class _nb_vault:
    """Variables in the files where `%store` keeps them, so that notebooks and scripts share them."""

    @staticmethod
    def _folder() -> str:
        import os

        top = os.environ.get("IPYTHONDIR") or os.path.join(os.path.expanduser("~"), ".ipython")
        return os.path.join(top, "profile_default", "db", "autorestore")

    @classmethod
    def keep(cls, names: dict, *wanted: str) -> None:  # type: ignore[type-arg]
        """Keep variables, but for what is defined in the script itself, which nobody else could load."""
        import os
        import pickle

        os.makedirs(cls._folder(), exist_ok=True)
        for name in wanted:
            if name not in names:
                raise NameError(f"name {name!r} is not defined")
            value = names[name]
            if getattr(value, "__module__", "") == "__main__":
                print(f"{name} is not stored: {value!r} is of a class that only this script has")
                return
            with open(os.path.join(cls._folder(), name), "wb") as file:
                pickle.dump(value, file, protocol=2)
            print(f"Stored {name!r} ({type(value).__name__})")

    @classmethod
    def restore(cls, names: dict, *wanted: str) -> None:  # type: ignore[type-arg]
        """Bring variables back, all of them where none is named."""
        import os
        import pickle

        folder = cls._folder()
        there = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        for name in wanted or there:
            if name not in there:
                print(f"no stored variable or alias {name}")
                continue
            with open(os.path.join(folder, name), "rb") as file:
                names[name] = pickle.load(file)

    @classmethod
    def forget(cls, *wanted: str) -> None:
        """Forget variables, all of them where none is named."""
        import os

        folder = cls._folder()
        for name in wanted or (os.listdir(folder) if os.path.isdir(folder) else []):
            os.remove(os.path.join(folder, name))

    @staticmethod
    def write(name: str, value: object, path: str, append: bool = False) -> None:
        """Write a value to a text file."""
        import os
        import pprint

        path = os.path.expanduser(path)
        print(f"Writing '{name}' ({type(value).__name__}) to file '{path}'.")
        text = value if isinstance(value, str) else pprint.pformat(value)
        with open(path, "a" if append else "w", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else text + "\n")
