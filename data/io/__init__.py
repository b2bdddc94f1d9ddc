"""Reading and writing files, and the only code that uses the network."""
