"""What people read: workbooks, pages, charts, and the JSON of the command line."""
