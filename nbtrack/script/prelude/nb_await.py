"""Await at the top level."""

_nb_loop = None


def _nb_await(coroutine):  # type: ignore[no-untyped-def]
    """Run a coroutine on the one event loop of the script."""
    global _nb_loop
    import asyncio

    if _nb_loop is None:
        _nb_loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_nb_loop)
    return _nb_loop.run_until_complete(coroutine)
