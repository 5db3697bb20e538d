"""Rules on what a notebook gives away: credentials, and traces of people."""
