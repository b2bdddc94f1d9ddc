"""Tables as files: formats, their names, and labels."""
