"""How binding a rule is, and how the check of one can end."""
