"""A record's signature in the forms that people and programs ask for."""
