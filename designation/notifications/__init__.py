"""Who is notified of what, and the email that notifies them."""
