"""A diff that can be applied: what to do with one notebook so that it becomes the other."""
