"""A page of the web, fetched because its address was typed: once, with limits, and never from a private network.

* :mod:`~ingest.web.places` says which addresses are of the public internet.
* :mod:`~ingest.web.connection` asks one checked place for one page.
* :mod:`~ingest.web.fetching` follows redirects with the same care, and makes a snapshot of what came.

Nothing of the user is sent: no cookies, no referrer, no proxy's credentials.
"""

from ingest.web.connection import FetchLimits
from ingest.web.fetching import FetchedPage, fetch_page, fetch_snapshot, is_address

__all__ = ["FetchLimits", "FetchedPage", "fetch_page", "fetch_snapshot", "is_address"]
