"""The numbers: what the record says, worked out in plain pandas, frame in and frame out.

Every function takes `draws` as the data dictionary describes it (one row per round, oldest first,
rounds of one day in the order of the feed), or a filtered part of it, and never changes it. No
function here reads a file, a clock or the network: the day up to which the record is known to be
complete comes in as `as_of`, so that any day can be replayed. A period without a round counts as
zero; what is not known (the change of a first round, the usual gap of a category with one round)
is missing, never zero. Tables are empty but whole, with all columns and types, where nothing
matches.
"""
