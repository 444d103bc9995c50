"""USAspending.gov: prime awards and sub-awards of the federal government of the United States."""
