"""What an operator sees of the server: metrics for Prometheus, and a name for each request."""
