"""ForeignAssistance.gov: obligations and disbursements of the agencies of the United States abroad."""
