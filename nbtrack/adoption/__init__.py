"""What a repository needs so that it works with nbtrack, added to the files that it has."""
