"""All runs in memory, column by column: ten thousand of them with three hundred values fit into 200 MB."""
