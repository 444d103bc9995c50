"""Grants as the 360Giving Data Standard publishes them."""
