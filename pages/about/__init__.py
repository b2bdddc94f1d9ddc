"""About the data, its corrections, and the status of the server."""
