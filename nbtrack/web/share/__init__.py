"""`nbtrack share`: chosen runs as files that need no server."""
