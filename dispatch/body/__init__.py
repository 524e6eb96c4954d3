"""The body of a letter between editor and page: its schema, its markup for the layout, its plain text."""
