"""Which distributions a project declares, in whichever file it does."""
