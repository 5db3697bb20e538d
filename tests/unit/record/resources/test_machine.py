"""Of environment variables only those are recorded that change what code comes to."""

import os

from nbtrack.record.resources.machine import machine, variables


def test_unknown_variables_and_secrets_stay_out() -> None:
    given = {
        "OMP_NUM_THREADS": "2",
        "PYTHONHASHSEED": "0",
        "KMP_DUPLICATE_LIB_OK": "True",
        "KMP_INIT_AT_FORK": "FALSE",
        "KMP_BLOCKTIME": "0",
        "AWS_SECRET_ACCESS_KEY": "x",
        "MY_TOKEN": "y",
        "TZ": "UTC",
        "PYTHONPATH": os.path.expanduser("~/lib"),
        "LANG": "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v",
    }
    assert variables(given) == {
        "KMP_BLOCKTIME": "0",
        "LANG": "[redacted]",
        "OMP_NUM_THREADS": "2",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": "~/lib",
        "TZ": "UTC",
    }


def test_what_a_run_was_given_is_recorded_whatever_it_is_called() -> None:
    token = "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v"
    found = machine({"MY_FLAG": "1", "MY_TOKEN": token})["variables"]
    assert (found["MY_FLAG"], found["MY_TOKEN"]) == ("1", "[redacted]")


def test_the_machine_has_processors_and_memory() -> None:
    found = machine()
    assert found["cpu"]
    assert found["cpus"] >= 1
    assert found["memory_bytes"] > 1_000_000
