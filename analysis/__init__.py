"""The numbers, computed from the data in plain pandas.

Every function takes `draws` as the data dictionary describes it (one row per round, oldest first,
rounds of one day in the order of the feed), or a filtered part of it, and never changes it. No
function reads a file, the clock or the network: the day up to which the data is complete is passed
as `as_of`, so that any day can be replayed. A period without a round counts as zero; a value that
is not known (the change of a first round, the usual gap of a category with one round) is missing,
never zero. If nothing matches, a table is empty but has all its columns and types.
"""
