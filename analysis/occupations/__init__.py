"""The occupations of the categories: which list held when, what changed, and searching for one."""
