"""Take a notebook from experiment to evidence."""
