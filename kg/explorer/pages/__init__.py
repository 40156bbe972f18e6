"""The rooms: each page is a title, filters, one call, an empty state and a view."""
