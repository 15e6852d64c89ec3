"""What became of messages: fetched, waited for, or called back; and what people answered."""
