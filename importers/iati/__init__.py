"""IATI: activities and organisation files, as money and parts in projects between organisations."""
