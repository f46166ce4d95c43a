"""What the archive answers to, one file a kind of visitor."""
