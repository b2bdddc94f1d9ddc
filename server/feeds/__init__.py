"""New rounds as Atom and iCalendar feeds."""
