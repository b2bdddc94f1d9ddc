"""What one visitor may take of the server: how slowly a request arrives, how many messages come."""
