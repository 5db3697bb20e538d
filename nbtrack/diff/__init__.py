"""What changed between two notebooks, cell by cell."""
