"""What the processes of a run load first. The folder stands on their PYTHONPATH, so it holds nothing else."""
