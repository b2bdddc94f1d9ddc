"""Categories, columns, filters and languages: the words that everything else uses."""
