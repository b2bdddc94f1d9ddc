"""The frame around every page: filters, language, notices, footer, embedding."""
