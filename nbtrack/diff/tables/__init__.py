"""Tables of HTML outputs, compared as what they are: by row, column and value."""
