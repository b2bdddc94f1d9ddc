"""Categories: what each selects, which occupations are on its list, and its rounds."""
