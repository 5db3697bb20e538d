"""Why an output changed although its cell's code did not: as far as the records tell."""
