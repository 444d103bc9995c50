"""What the formats about grants and flows share: amounts, the parties, and the account of what was left out."""
