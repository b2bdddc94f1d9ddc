"""The figures: one module per page, one function per figure, frame in and figure out."""
