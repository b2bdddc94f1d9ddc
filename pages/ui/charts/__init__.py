"""The charts of a page by name, the choices that they are made from, and their addresses."""
