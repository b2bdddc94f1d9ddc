"""For programs that answer people: llms.txt, and the data as tools over MCP."""
