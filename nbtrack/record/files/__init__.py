"""The files that a run uses: seen, guessed, digested, looked at again."""
