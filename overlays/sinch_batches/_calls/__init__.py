"""How a call travels: connections, attempts, retries, OAuth2, and what an answer means."""
