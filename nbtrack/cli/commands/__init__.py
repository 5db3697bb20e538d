"""The commands, one module each and nothing else; each is imported only when it is called."""
