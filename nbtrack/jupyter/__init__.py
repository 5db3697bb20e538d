"""What nbtrack brings to programs of Jupyter."""
