"""What may not happen twice: a send whose answer was lost, and sends to large audiences."""
