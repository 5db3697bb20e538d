"""What strip takes out: a policy in, edits out. The rules of `check` fix with the same edits."""
