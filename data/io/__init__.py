"""Files and network: the only code that touches either."""
