"""Rules on notebooks that are paired with a text."""
