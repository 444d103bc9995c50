"""The United States Congress: its members, their terms, committees and who sits on them."""
