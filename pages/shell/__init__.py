"""What stands around every page: filters, language, notices, footer, embedding."""
