"""Widgets that own their state keys: the document, the network canvas, and the frame around every page."""
