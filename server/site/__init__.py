"""What is at the addresses of the dashboard: the HTML of its pages, and the path they are under."""
