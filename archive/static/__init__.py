"""What the pages need of style and drawing."""
