"""The data as open data over HTTP: tables, formats, their description and a data package."""
