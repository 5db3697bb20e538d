"""Rules on the file and the document in it."""
