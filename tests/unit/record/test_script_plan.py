"""What is given to a script becomes words on its command line."""

from pathlib import Path

from nbtrack.notebook.parameters.given import read_nested
from nbtrack.record.script_plan import make_script_plan


def test_a_part_of_a_value_does_not_take_the_place_of_all_that_a_file_gives(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "base.toml"
    script.write_text("# as hydra.main reads it")
    config.write_text("model = 'resnet'\nrate = 2\n")
    plan = make_script_plan(str(script), read_nested(["model.depth=5"]), (), [str(config)])
    assert plan.words == ("model=resnet", "rate=2", "model.depth=5")
