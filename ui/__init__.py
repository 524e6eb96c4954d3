"""What every screen shares: the typed request, refusals as pages, fragments, paging, component tags.

It owns no rows and decides nothing; it knows who is asking, from which post, and at what moment.
Below it everything is headless; above it, screens only fetch, call one operation, and render.
"""
