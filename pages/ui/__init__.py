"""What pages share: a header, a chart with its numbers and downloads, tables, links."""
