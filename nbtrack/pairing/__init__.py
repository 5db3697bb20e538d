"""A notebook and its text twin: which file belongs to which, which one changed, how the other follows."""
