"""A corpus of drawn registers with a known truth, and how well intake reads them."""
