"""What a shell command installs, and what makes it one to skip."""

import pytest

from nbtrack.script.hazards import hazard
from nbtrack.script.requirements import installed_by


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("pip install pandas", ("pandas",)),
        ("pip3 install -q --upgrade 'pandas>=2' numpy==1.0", ("pandas>=2", "numpy==1.0")),
        ("{sys.executable} -m pip install x", ("x",)),
        ("python -m pip install x > /dev/null 2>&1", ("x",)),
        ("sudo pip install x | tail -1", ("x",)),
        ("uv pip install x", ("x",)),
        ("conda install -c conda-forge -y x", ("x",)),
        ("pip install -i https://mirror x", ("x",)),
        ("pip install -r a.txt -e .", ("-r a.txt", "-e .")),
        ("pip install a && pip install b", ("a", "b")),
        ("pip install git+https://host/a.git", ("git+https://host/a.git",)),
        ("pip install x # for later", ("x",)),
        ("pip install x && python setup.py", None),
        ("pip list", None),
        ("echo pip install x", None),
        ("ls", None),
    ],
)
def test_finds_what_is_installed(command: str, found: tuple[str, ...] | None) -> None:
    assert installed_by(command) == found


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("ls; rm -rf data", "deletes"),
        ("find . -name '*.tmp' -delete", "deletes"),
        ("sudo ls", "acts as administrator"),
        ("pip install x && python setup.py", "installs"),
        ("apt-get -y install x", "installs"),
        ("cat key | docker login", "deploys"),
        ("X=1 gcloud run", "deploys"),
        ("/usr/bin/aws s3 ls", "deploys"),
        ("git push origin", "deploys"),
        ("git config --global user.name x", "changes the settings of git"),
        ("{command}", "runs a command that is known only later"),
        ("if true; then rm x; fi", "deletes"),
        ("(rm x)", "deletes"),
        ("ls -l", None),
        ("git log", None),
        ("mkdir -p rm", None),
        ("python train.py", None),
        ("", None),
    ],
)
def test_names_what_makes_a_command_dangerous(command: str, verdict: str | None) -> None:
    assert hazard(command) == verdict
