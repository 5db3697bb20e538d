"""Metrics that no `nbtrack.log()` names: of cells, of expressions, of TensorBoard's files."""
